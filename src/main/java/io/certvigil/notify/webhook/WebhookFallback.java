package io.certvigil.notify.webhook;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.certvigil.notify.AsciiText;
import io.certvigil.notify.FallbackMessage;
import io.certvigil.notify.NotificationId;
import io.certvigil.notify.WireJson;
import io.certvigil.store.Outbox.Delivery;
import java.util.Optional;

/**
 * The fallback for a rejected webhook message: the same events under a new id, with the old id in
 * {@code replaces}, without certificate, change and links, and with summaries in ASCII.
 */
final class WebhookFallback {
  private WebhookFallback() {}

  /** Empty if the message is a fallback already. */
  static Optional<FallbackMessage> of(Delivery refused) {
    var body = WireJson.object(refused.body());
    var data = body.getAsJsonObject("data");
    if (data.getAsJsonObject("notification").has("replaces")) {
      return Optional.empty();
    }
    var id = NotificationId.of("short", refused.messageId());
    data.add("notification", notification(id, refused.messageId()));
    data.getAsJsonArray("events").forEach(event -> reduce(event.getAsJsonObject()));
    return Optional.of(new FallbackMessage(id, WireJson.write(body)));
  }

  private static JsonObject notification(String id, String replaces) {
    var notification = new JsonObject();
    notification.addProperty("id", id);
    notification.addProperty("part", 1);
    notification.addProperty("parts", 1);
    notification.addProperty("replaces", replaces);
    return notification;
  }

  private static void reduce(JsonObject event) {
    event.addProperty("summary", AsciiText.of(event.get("summary").getAsString()));
    event.add("certificate", JsonNull.INSTANCE);
    event.add("change", JsonNull.INSTANCE);
    event.add("links", JsonNull.INSTANCE);
  }
}
