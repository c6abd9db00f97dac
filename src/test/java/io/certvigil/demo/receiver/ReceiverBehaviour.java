package io.certvigil.demo.receiver;

import io.certvigil.demo.http.ConnectionFaults;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** How a {@link WebhookReceiver} replies to a message after it has read it. */
public sealed interface ReceiverBehaviour extends Supplier<WebhookReply> {
  /** 204. */
  record Acknowledge() implements ReceiverBehaviour {
    @Override
    public WebhookReply get() {
      return WebhookReply.NO_CONTENT;
    }
  }

  /**
   * Replies with this status; a redirect has no target.
   *
   * @param retryAfter the header's value; null for no header
   */
  record Status(int status, @Nullable String retryAfter)
      implements ReceiverBehaviour, WebhookReply {
    @Override
    public WebhookReply get() {
      return this;
    }

    @Override
    public boolean acknowledges() {
      return status / 100 == 2;
    }

    @Override
    public void send(Request request, Response response, Callback callback) {
      if (retryAfter != null) {
        response.getHeaders().put(HttpHeader.RETRY_AFTER, retryAfter);
      }
      WebhookReply.send(status, response, callback);
    }
  }

  /** Every k-th message is kept, but its reply is a TCP reset; the others are acknowledged. */
  final class LoseEvery implements ReceiverBehaviour {
    private final int k;
    private final AtomicInteger count = new AtomicInteger();

    public LoseEvery(int k) {
      if (k < 1) {
        throw new IllegalArgumentException("k: must be positive, was " + k);
      }
      this.k = k;
    }

    @Override
    public WebhookReply get() {
      return count.incrementAndGet() % k == 0 ? new Reset() : WebhookReply.NO_CONTENT;
    }
  }

  /** A TCP reset. */
  record Reset() implements Unacknowledged {
    @Override
    public void send(Request request, Response response, Callback callback) throws IOException {
      ConnectionFaults.reset(request);
    }
  }

  /** 200 with half of the announced body, then the connection is closed. */
  record Truncate() implements Unacknowledged {
    @Override
    public void send(Request request, Response response, Callback callback) throws IOException {
      announce(response, 2);
      write(response);
      ConnectionFaults.close(request);
    }
  }

  /** No reply until one side closes the connection. */
  record Hang() implements Unacknowledged {
    @Override
    public void send(Request request, Response response, Callback callback) {}
  }

  /** 200 with a body that is sent byte by byte, one each second, for a minute. */
  record Dribble() implements Unacknowledged {
    private static final int BYTES = 60;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    @Override
    public void send(Request request, Response response, Callback callback) throws IOException {
      announce(response, BYTES);
      try {
        for (int sent = 0; sent < BYTES; sent++) {
          write(response);
          Thread.sleep(PAUSE);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      callback.succeeded();
    }
  }

  /** A reply that does not acknowledge the message to the sender. */
  sealed interface Unacknowledged extends ReceiverBehaviour, WebhookReply {
    @Override
    default WebhookReply get() {
      return this;
    }

    @Override
    default boolean acknowledges() {
      return false;
    }
  }

  private static void announce(Response response, int bytes) {
    response.setStatus(200);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes);
  }

  private static void write(Response response) throws IOException {
    Content.Sink.write(response, false, ByteBuffer.wrap(new byte[] {'.'}));
  }
}
