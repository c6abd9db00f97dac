package io.certvigil.notify;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.certvigil.store.Outbox.Queued;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * An event as one request carries it.
 *
 * @param json the contract's event object, complete, written: ten thousand as trees would be 60 MB
 */
record Told(String id, String alertKey, String json) {

  static Told of(Queued queued, JsonObject event, @Nullable URI externalUrl) {
    var told = event.deepCopy();
    link(told, externalUrl);
    return new Told(queued.id(), queued.alertKey(), Body.json(told));
  }

  /** The contract's event object, complete; read anew each time. */
  JsonObject event() {
    return JsonParser.parseString(json).getAsJsonObject();
  }

  /** The event as it was frozen; what nobody can read is told with what the row says of it. */
  static JsonObject read(Queued queued) {
    try {
      var element = JsonParser.parseString(queued.json());
      return element.isJsonObject() ? element.getAsJsonObject() : bare(queued);
    } catch (JsonParseException e) {
      return bare(queued);
    }
  }

  private static JsonObject bare(Queued queued) {
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

  private static JsonObject alert(Queued queued) {
    var alert = new JsonObject();
    alert.addProperty("key", queued.alertKey());
    alert.addProperty("state", "firing");
    alert.add("rung", JsonNull.INSTANCE);
    alert.add("previous_rung", JsonNull.INSTANCE);
    alert.addProperty("episode", 1);
    alert.addProperty("first_fired_at", queued.occurredAt().toString());
    alert.add("reason", JsonNull.INSTANCE);
    return alert;
  }

  private static void link(JsonObject event, @Nullable URI externalUrl) {
    var links = event.get("links");
    var completed =
        links != null && links.isJsonObject() ? links.getAsJsonObject() : new JsonObject();
    if (!completed.has("dashboard")) {
      completed.add("dashboard", JsonNull.INSTANCE);
    }
    completed.addProperty("certvigil", page(event, externalUrl));
    event.add("links", completed);
  }

  private static @Nullable String page(JsonObject event, @Nullable URI externalUrl) {
    if (externalUrl == null) {
      return null;
    }
    var key = text(event, "certificate", "key");
    return key == null ? externalUrl + "/alerts" : externalUrl + "/certificates/" + key;
  }

  /** The text at the end of this path; null where there is none. */
  static @Nullable String text(JsonObject object, String... path) {
    JsonElement at = object;
    for (var name : path) {
      at =
          at.isJsonObject() && at.getAsJsonObject().has(name)
              ? at.getAsJsonObject().get(name)
              : JsonNull.INSTANCE;
    }
    return at.isJsonPrimitive() ? at.getAsString() : null;
  }
}
