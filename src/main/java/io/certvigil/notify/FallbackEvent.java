package io.certvigil.notify;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.certvigil.policy.Alert;
import io.certvigil.store.Outbox.StoredEvent;

/**
 * Builds the event object of a stored event whose JSON cannot be parsed, from the columns of its
 * row.
 */
final class FallbackEvent {
  private FallbackEvent() {}

  static JsonObject of(StoredEvent queued) {
    var event = new JsonObject();
    event.addProperty("id", queued.id());
    event.addProperty("type", queued.type());
    event.addProperty("occurred_at", queued.occurredAt().toString());
    event.addProperty("severity", queued.severity());
    event.addProperty("summary", queued.type());
    event.add("alert", alert(queued));
    event.add("certificate", JsonNull.INSTANCE);
    event.add("change", JsonNull.INSTANCE);
    event.add("links", JsonNull.INSTANCE);
    return event;
  }

  private static JsonObject alert(StoredEvent queued) {
    var alert = new JsonObject();
    alert.addProperty("key", queued.alertKey());
    alert.addProperty("state", Alert.State.FIRING.word());
    alert.add("rung", JsonNull.INSTANCE);
    alert.add("previous_rung", JsonNull.INSTANCE);
    alert.addProperty("episode", 1);
    alert.addProperty("first_fired_at", queued.occurredAt().toString());
    alert.add("reason", JsonNull.INSTANCE);
    return alert;
  }
}
