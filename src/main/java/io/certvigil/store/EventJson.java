package io.certvigil.store;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.policy.Alert;
import io.certvigil.policy.Event;
import io.certvigil.store.view.AlertJson;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.ConditionView;
import io.certvigil.store.view.StoredJson;

/** Writes the contract's event object, once, when the event is decided. */
final class EventJson {
  private EventJson() {}

  static String of(Event event) {
    var json = new JsonObject();
    json.addProperty("id", event.id());
    json.addProperty("type", event.type().word());
    json.addProperty("occurred_at", event.occurredAt().toString());
    json.addProperty("severity", event.severity().word());
    json.addProperty("summary", event.summary());
    json.add("alert", alert(event));
    json.add("certificate", certificate(event));
    json.add("condition", condition(event));
    json.add("change", StoredJson.gson().toJsonTree(event.change()));
    json.add("links", links(event));
    return StoredJson.write(json);
  }

  /** Whether the event says that its alert is resolved. */
  static boolean isResolved(String json) {
    var alert = JsonParser.parseString(json).getAsJsonObject().getAsJsonObject("alert");
    return alert.get("state").getAsString().equals(Alert.State.RESOLVED.word());
  }

  private static JsonObject alert(Event event) {
    var alert = event.alert();
    var json = new JsonObject();
    json.addProperty("key", alert.id().key());
    json.addProperty("state", alert.state().word());
    json.addProperty("rung", AlertJson.rung(alert.progress().rung()));
    json.addProperty("previous_rung", AlertJson.rung(event.previousRung()));
    json.addProperty("episode", alert.id().episode());
    json.addProperty("first_fired_at", alert.progress().firstFiredAt().toString());
    json.addProperty("reason", alert.reason());
    return json;
  }

  private static JsonElement certificate(Event event) {
    var watched = event.watched();
    var item = event.item();
    return StoredJson.gson()
        .toJsonTree(
            watched == null || item == null
                ? null
                : CertificateView.of(watched, item, event.occurredAt()));
  }

  private static JsonElement condition(Event event) {
    var watched = event.watched();
    var condition = event.condition();
    return StoredJson.gson()
        .toJsonTree(
            watched == null || condition == null
                ? null
                : ConditionView.of(condition, watched, event.severity().word()));
  }

  private static JsonObject links(Event event) {
    var watched = event.watched();
    var json = new JsonObject();
    json.addProperty("dashboard", watched == null ? null : watched.scope().dashboardUrl());
    return json;
  }
}
