package io.certvigil.demo.receiver;

import io.certvigil.demo.http.LoopbackServer;
import io.certvigil.model.Secret;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A receiver of webhooks on loopback: a real HTTP server that verifies Standard Webhooks
 * signatures, keeps all messages and replies with 204. Safe for use from any thread.
 *
 * @see <a href="https://www.standardwebhooks.com/">Standard Webhooks</a>
 */
public final class WebhookReceiver implements AutoCloseable {
  private static final String PATH = "/hook";

  private final List<ReceivedWebhook> received = new ArrayList<>();
  private final AtomicReference<Supplier<WebhookReply>> replies =
      new AtomicReference<>(() -> WebhookReply.NO_CONTENT);
  private final Consumer<ReceivedWebhook> listener;
  private final LoopbackServer server;

  private WebhookReceiver(
      Secret secret, InstantSource clock, int port, Consumer<ReceivedWebhook> listener) {
    this.listener = listener;
    server =
        new LoopbackServer(
            port,
            new WebhookHandler(
                new WebhookVerifier(secret), clock, () -> replies.get().get(), this::keep));
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

  private void keep(ReceivedWebhook message) {
    synchronized (received) {
      received.add(message);
    }
    listener.accept(message);
  }

  @Override
  public void close() {
    server.close();
  }
}
