package io.certvigil.notify.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.certvigil.notify.AsciiText;
import io.certvigil.notify.EventBatch;
import io.certvigil.notify.FallbackMessage;
import io.certvigil.notify.NotificationId;
import io.certvigil.notify.SerializedEvent;
import io.certvigil.notify.WireJson;
import io.certvigil.store.NewDelivery;
import io.certvigil.store.Outbox.Delivery;
import io.certvigil.store.view.StoreStamp;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The body of the webhook: one notification, split into requests of bounded size. */
public final class WebhookBody {
  static final int MAX_EVENTS = 50;
  static final int MAX_BYTES = 20_000;

  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final int PARTS_HAVE_DIGITS = 99_999;

  private WebhookBody() {}

  /** The requests in order; empty if there are no events. */
  public static List<NewDelivery> newDeliveries(EventBatch batch) {
    var id = batch.id();
    int room = MAX_BYTES - size(body(batch, id, PARTS_HAVE_DIGITS, PARTS_HAVE_DIGITS, ""));
    var parts = split(batch.events(), room);
    var newDeliveries = new ArrayList<NewDelivery>();
    for (int part = 1; part <= parts.size(); part++) {
      var events = parts.get(part - 1);
      var json = String.join(",", events.stream().map(SerializedEvent::json).toList());
      newDeliveries.add(newDelivery(id, part, events, body(batch, id, part, parts.size(), json)));
    }
    return newDeliveries;
  }

  private static List<List<SerializedEvent>> split(List<SerializedEvent> events, int room) {
    var parts = new ArrayList<List<SerializedEvent>>();
    var part = new ArrayList<SerializedEvent>();
    int used = 0;
    for (var event : events) {
      int size = size(event.json()) + 1; // plus a comma
      if (!part.isEmpty() && (part.size() == MAX_EVENTS || used + size > room)) {
        parts.add(List.copyOf(part));
        part.clear();
        used = 0;
      }
      part.add(event);
      used += size;
    }
    if (!part.isEmpty()) {
      parts.add(List.copyOf(part));
    }
    return parts;
  }

  private static NewDelivery newDelivery(
      String id, int part, List<SerializedEvent> events, String body) {
    return new NewDelivery(
        part == 1 ? id : id + "_" + part,
        id,
        body,
        events.stream().map(SerializedEvent::id).toList(),
        events.stream().map(SerializedEvent::alertKey).collect(Collectors.toSet()));
  }

  private static String body(EventBatch batch, String id, int part, int parts, String events) {
    return """
    {"type":"certvigil.events","timestamp":"%s","data":{"schema":1,"installation":%s,\
    "store":%s,"notification":{"id":"%s","part":%d,"parts":%d},"events":[%s]}}\
    """
        .formatted(
            MILLISECONDS.format(batch.now()),
            WireJson.write(new JsonPrimitive(batch.installation())),
            WireJson.write(json(batch.stamp())),
            id,
            part,
            parts,
            events);
  }

  private static JsonObject json(StoreStamp stamp) {
    var json = new JsonObject();
    json.addProperty("id", stamp.id());
    json.addProperty("host", stamp.host());
    return json;
  }

  private static int size(String text) {
    return text.getBytes(UTF_8).length;
  }

  /**
   * The fallback for a rejected message: the same events under a new id, with the old id in {@code
   * replaces}, without certificate, change and links, and with summaries in ASCII. Empty if the
   * message is a fallback already.
   */
  static Optional<FallbackMessage> fallback(Delivery refused) {
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
