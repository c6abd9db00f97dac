package io.certvigil.demo.receiver;

import io.certvigil.demo.http.LoopbackServer;
import io.certvigil.model.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * A receiver of webhooks on loopback: a real HTTP server that verifies Standard Webhooks
 * signatures, keeps all messages and replies with 204. Safe for use from any thread.
 *
 * @see <a href="https://www.standardwebhooks.com/">Standard Webhooks</a>
 */
public final class WebhookReceiver implements AutoCloseable {
  private static final String PATH = "/hook";
  private static final int NOT_ALLOWED = 405;

  private final List<ReceivedWebhook> received = new ArrayList<>();
  private final AtomicReference<Supplier<WebhookReply>> replies =
      new AtomicReference<>(() -> WebhookReply.NO_CONTENT);
  private final WebhookVerifier verifier;
  private final InstantSource clock;
  private final Consumer<ReceivedWebhook> listener;
  private final LoopbackServer server;

  private WebhookReceiver(
      Secret secret, InstantSource clock, int port, Consumer<ReceivedWebhook> listener) {
    this.verifier = new WebhookVerifier(secret);
    this.clock = clock;
    this.listener = listener;
    server = new LoopbackServer(port, new WebhookHandler());
  }

  /** Listens on a free port. */
  public static WebhookReceiver start(Secret secret, InstantSource clock) {
    return start(secret, clock, 0, message -> {});
  }

  /**
   * Listens on this port of loopback, 0 for a free one.
   *
   * @param secret {@code whsec_...}
   * @param listener called once for each message, before the reply, on the receiver's thread
   */
  public static WebhookReceiver start(
      Secret secret, InstantSource clock, int port, Consumer<ReceivedWebhook> listener) {
    return new WebhookReceiver(secret, clock, port, listener);
  }

  /** The URL to which messages are sent. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.port() + PATH);
  }

  /** Sets the replies to later messages; the supplier is called once for each message. */
  public void replyWith(Supplier<WebhookReply> newReplies) {
    replies.set(newReplies);
  }

  /** Every message that was read completely, including copies, in order of arrival. */
  public List<ReceivedWebhook> received() {
    synchronized (received) {
      return List.copyOf(received);
    }
  }

  /** Reads each message, keeps it, passes it to the listener and sends the reply. */
  private final class WebhookHandler extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      if (!request.getMethod().equals("POST")) {
        WebhookReply.send(NOT_ALLOWED, response, callback);
        return true;
      }
      var body = BufferUtil.toArray(Content.Source.asByteBuffer(request));
      var reply = replies.get().get();
      var message = message(request, body, reply.acknowledges());
      synchronized (received) {
        received.add(message);
      }
      listener.accept(message);
      reply.send(request, response, callback);
      return true;
    }
  }

  private ReceivedWebhook message(Request request, byte[] body, boolean acknowledged) {
    var now = clock.instant();
    var id = header(request, "webhook-id");
    var timestamp = header(request, "webhook-timestamp");
    var signature = header(request, "webhook-signature");
    var text = new String(body, StandardCharsets.UTF_8);
    var verified = verifier.verifies(id, timestamp, signature, text, now);
    return new ReceivedWebhook(now, id, timestamp, body, verified, acknowledged);
  }

  private static String header(Request request, String name) {
    return Optional.ofNullable(request.getHeaders().get(name)).orElse("");
  }

  @Override
  public void close() {
    server.close();
  }
}
