package io.certvigil.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Reads a message, hands it on, and answers as it was told to. */
final class WebhookHandler extends Handler.Abstract {
  private static final int NO_CONTENT = 204;
  private static final int OK = 200;
  private static final int NOT_ALLOWED = 405;
  private static final int DRIBBLED_BYTES = 60;
  private static final Duration DRIBBLE = Duration.ofSeconds(1);

  private final WebhookVerifier signature;
  private final InstantSource clock;
  private final Supplier<ReceiverBehaviour> behaviour;
  private final Consumer<ReceivedWebhook> kept;
  private final AtomicInteger count = new AtomicInteger();

  WebhookHandler(
      WebhookVerifier signature,
      InstantSource clock,
      Supplier<ReceiverBehaviour> behaviour,
      Consumer<ReceivedWebhook> kept) {
    this.signature = signature;
    this.clock = clock;
    this.behaviour = behaviour;
    this.kept = kept;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!request.getMethod().equals("POST")) {
      status(response, callback, NOT_ALLOWED);
      return true;
    }
    var body = BufferUtil.toArray(Content.Source.asByteBuffer(request));
    var how = behaviour.get();
    var lost =
        how instanceof ReceiverBehaviour.LoseEvery(int k) && count.incrementAndGet() % k == 0;
    kept.accept(message(request, body, isAcknowledged(how) && !lost));
    if (lost) {
      ConnectionFaults.reset(request);
    } else {
      answer(how, request, response, callback);
    }
    return true;
  }

  private ReceivedWebhook message(Request request, byte[] body, boolean acknowledged) {
    var now = clock.instant();
    var id = header(request, "webhook-id");
    var timestamp = header(request, "webhook-timestamp");
    var text = new String(body, StandardCharsets.UTF_8);
    var verified =
        signature.verifies(id, timestamp, header(request, "webhook-signature"), text, now);
    return new ReceivedWebhook(now, id, timestamp, body, verified, acknowledged);
  }

  private static String header(Request request, String name) {
    return Optional.ofNullable(request.getHeaders().get(name)).orElse("");
  }

  private static boolean isAcknowledged(ReceiverBehaviour how) {
    return switch (how) {
      case ReceiverBehaviour.Acknowledge _, ReceiverBehaviour.LoseEvery _ -> true;
      case ReceiverBehaviour.Status(int status, _) -> status / 100 == 2;
      case ReceiverBehaviour.Truncate _, ReceiverBehaviour.Hang _, ReceiverBehaviour.Dribble _ ->
          false;
    };
  }

  private static void answer(
      ReceiverBehaviour how, Request request, Response response, Callback callback)
      throws IOException {
    switch (how) {
      case ReceiverBehaviour.Acknowledge _, ReceiverBehaviour.LoseEvery _ ->
          status(response, callback, NO_CONTENT);
      case ReceiverBehaviour.Status(int status, @Nullable String retryAfter) -> {
        if (retryAfter != null) {
          response.getHeaders().put(HttpHeader.RETRY_AFTER, retryAfter);
        }
        status(response, callback, status);
      }
      case ReceiverBehaviour.Truncate _ -> {
        announce(response, 2);
        write(response);
        ConnectionFaults.close(request);
      }
      case ReceiverBehaviour.Hang _ -> {}
      case ReceiverBehaviour.Dribble _ -> dribble(response, callback);
    }
  }

  private static void dribble(Response response, Callback callback) throws IOException {
    announce(response, DRIBBLED_BYTES);
    try {
      for (int sent = 0; sent < DRIBBLED_BYTES; sent++) {
        write(response);
        Thread.sleep(DRIBBLE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    callback.succeeded();
  }

  private static void announce(Response response, int bytes) {
    response.setStatus(OK);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes);
  }

  private static void write(Response response) throws IOException {
    Content.Sink.write(response, false, ByteBuffer.wrap(new byte[] {'.'}));
  }

  private static void status(Response response, Callback callback, int status) {
    response.setStatus(status);
    response.write(true, BufferUtil.EMPTY_BUFFER, callback);
  }
}
