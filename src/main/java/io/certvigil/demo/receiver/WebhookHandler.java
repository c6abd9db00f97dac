package io.certvigil.demo.receiver;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Reads each message, passes it to a listener and sends the reply. */
final class WebhookHandler extends Handler.Abstract {
  private static final int NOT_ALLOWED = 405;

  private final WebhookVerifier verifier;
  private final InstantSource clock;
  private final Supplier<WebhookReply> replies;
  private final Consumer<ReceivedWebhook> listener;

  WebhookHandler(
      WebhookVerifier signature,
      InstantSource clock,
      Supplier<WebhookReply> replies,
      Consumer<ReceivedWebhook> listener) {
    this.verifier = signature;
    this.clock = clock;
    this.replies = replies;
    this.listener = listener;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!request.getMethod().equals("POST")) {
      WebhookReply.send(NOT_ALLOWED, response, callback);
      return true;
    }
    var body = BufferUtil.toArray(Content.Source.asByteBuffer(request));
    var reply = replies.get();
    listener.accept(message(request, body, reply.acknowledges()));
    reply.send(request, response, callback);
    return true;
  }

  private ReceivedWebhook message(Request request, byte[] body, boolean acknowledged) {
    var now = clock.instant();
    var id = header(request, "webhook-id");
    var timestamp = header(request, "webhook-timestamp");
    var text = new String(body, StandardCharsets.UTF_8);
    var verified =
        verifier.verifies(id, timestamp, header(request, "webhook-signature"), text, now);
    return new ReceivedWebhook(now, id, timestamp, body, verified, acknowledged);
  }

  private static String header(Request request, String name) {
    return Optional.ofNullable(request.getHeaders().get(name)).orElse("");
  }
}
