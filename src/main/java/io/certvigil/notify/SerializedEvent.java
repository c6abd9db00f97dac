package io.certvigil.notify;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.certvigil.store.Outbox.StoredEvent;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is written into a request. A batch has up to 10,000 events, which would take 60 MB
 * parsed; therefore each is kept as text and parsed when it is used.
 *
 * @param json the complete event object of the contract
 */
public record SerializedEvent(String id, String alertKey, String json) {

  /** Adds the links to a stored event. */
  public static SerializedEvent of(
      StoredEvent queued, EventDocument event, @Nullable URI externalUrl) {
    var complete = event.json().deepCopy();
    link(complete, event.certificateOrNone().key(), externalUrl);
    return new SerializedEvent(queued.id(), queued.alertKey(), WireJson.write(complete));
  }

  /** Parsed again at each call. */
  public EventDocument document() {
    return EventDocument.of(WireJson.object(json));
  }

  private static void link(JsonObject event, String certificateKey, @Nullable URI externalUrl) {
    var links = event.get("links") instanceof JsonObject given ? given : new JsonObject();
    if (!links.has("dashboard")) {
      links.add("dashboard", JsonNull.INSTANCE);
    }
    links.addProperty("certvigil", page(certificateKey, externalUrl));
    event.add("links", links);
  }

  private static @Nullable String page(String certificateKey, @Nullable URI externalUrl) {
    if (externalUrl == null) {
      return null;
    }
    return externalUrl + (certificateKey.isEmpty() ? "/alerts" : "/certificates/" + certificateKey);
  }
}
