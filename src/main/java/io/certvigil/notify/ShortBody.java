package io.certvigil.notify;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.certvigil.store.Outbox.Delivery;
import java.util.Optional;

/**
 * What a receiver gets that will not take a message: the same events under a new id which names the
 * old one, without certificate, change and links, in plain letters.
 */
final class ShortBody {
  private ShortBody() {}

  /** Empty where the message is a short one already. */
  static Optional<Plainer> of(Delivery refused) {
    var body = WireJson.object(refused.body());
    var data = body.getAsJsonObject("data");
    if (data.getAsJsonObject("notification").has("replaces")) {
      return Optional.empty();
    }
    var id = NotificationId.of("short", refused.messageId());
    data.add("notification", notification(id, refused.messageId()));
    data.getAsJsonArray("events").forEach(event -> reduce(event.getAsJsonObject()));
    return Optional.of(new Plainer(id, WireJson.write(body)));
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
    event.addProperty("summary", PlainText.of(event.get("summary").getAsString()));
    event.add("certificate", JsonNull.INSTANCE);
    event.add("change", JsonNull.INSTANCE);
    event.add("links", JsonNull.INSTANCE);
  }
}
