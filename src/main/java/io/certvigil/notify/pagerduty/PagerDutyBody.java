package io.certvigil.notify.pagerduty;

import static io.certvigil.notify.WireJson.put;
import static io.certvigil.notify.WireJson.text;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.certvigil.model.Key;
import io.certvigil.model.PrintableText;
import io.certvigil.notify.AsciiText;
import io.certvigil.notify.EventBatch;
import io.certvigil.notify.EventDocument;
import io.certvigil.notify.EventEffect;
import io.certvigil.notify.SerializedEvent;
import io.certvigil.notify.WireJson;
import java.util.List;
import java.util.Optional;

/** Writes an event for PagerDuty's Events API v2, without the routing key. */
public final class PagerDutyBody {
  static final int SUMMARY = 1024;
  private static final int DEDUP_KEY = 255;

  private PagerDutyBody() {}

  public static String of(EventBatch batch, SerializedEvent serialized) {
    var event = serialized.document();
    var body = new JsonObject();
    body.addProperty(
        "event_action", EventEffect.of(event) == EventEffect.OVER ? "resolve" : "trigger");
    body.addProperty("dedup_key", dedupKey(batch, serialized, event));
    body.add("payload", payload(batch.installation(), event));
    body.addProperty("client", "Certvigil " + batch.installation());
    put(body, "client_url", event.links().certvigil());
    body.add("links", links(event));
    return WireJson.write(body);
  }

  /** Resolves an incident; PagerDuty needs nothing else. */
  static String end(String dedupKey) {
    var body = new JsonObject();
    body.addProperty("event_action", "resolve");
    body.addProperty("dedup_key", dedupKey);
    return WireJson.write(body);
  }

  /**
   * The key that the incident was opened with, whatever the installation is called now. Otherwise
   * the alert key, without incarnation and episode: each of those is resolved before the next one
   * begins, and PagerDuty opens a new incident for a trigger after a resolution. If a certificate
   * turns out to expire earlier, the same incident continues.
   */
  static String dedupKey(EventBatch batch, SerializedEvent serialized, EventDocument event) {
    var alert = "certvigil/" + batch.installation() + "/" + serialized.alertKey();
    if (EventEffect.of(event) == EventEffect.ONCE) {
      return fitting(alert + "/" + serialized.id());
    }
    return batch.incidents().threadOf(serialized.alertKey()).orElseGet(() -> fitting(alert));
  }

  /** The key, or a hash of it if PagerDuty would not accept it. */
  static String fitting(String key) {
    boolean fits = key.length() <= DEDUP_KEY && key.chars().allMatch(c -> c > ' ' && c < 0x7f);
    return fits ? key : "certvigil/" + Key.longOf(key);
  }

  private static JsonObject payload(String installation, EventDocument event) {
    var certificate = event.certificateOrNone();
    var payload = new JsonObject();
    payload.addProperty(
        "summary", PrintableText.shortened(PrintableText.of(summary(event)), SUMMARY));
    payload.addProperty("source", PrintableText.of(source(installation, event)));
    payload.addProperty("severity", event.severity().word());
    put(payload, "timestamp", event.occurredAt());
    put(payload, "component", PrintableText.of(certificate.name()));
    put(payload, "group", certificate.source());
    put(payload, "class", EventEffect.family(event));
    payload.add("custom_details", details(installation, event));
    return payload;
  }

  /** PagerDuty rejects an empty summary. */
  static String summary(EventDocument event) {
    return event.summary().isBlank() ? event.type() : event.summary();
  }

  /** The zone, else the account, else the installation. */
  static String source(String installation, EventDocument event) {
    var zone = event.certificateOrNone().zone();
    var account = event.certificateOrNone().account();
    var places = List.of(zone.name(), zone.id(), account.name(), account.id());
    return places.stream().filter(place -> !place.isBlank()).findFirst().orElse(installation);
  }

  private static JsonObject details(String installation, EventDocument event) {
    var details = new JsonObject();
    details.addProperty("installation", installation);
    for (var part : List.of("id", "type", "alert", "certificate", "change")) {
      if (event.json().has(part) && !event.json().get(part).isJsonNull()) {
        details.add(part, event.json().get(part));
      }
    }
    return details;
  }

  private static JsonArray links(EventDocument event) {
    var links = new JsonArray();
    link(links, "Certvigil", event.links().certvigil());
    link(links, "Cloudflare", event.links().dashboard());
    return links;
  }

  private static void link(JsonArray links, String name, String href) {
    if (!href.isEmpty()) {
      var link = new JsonObject();
      link.addProperty("href", href);
      link.addProperty("text", name);
      links.add(link);
    }
  }

  /** Only the fields that PagerDuty requires; empty if the message has no others. */
  static Optional<String> minimal(String refused) {
    var body = WireJson.object(refused);
    var payload = new JsonObject();
    payload.addProperty("summary", AsciiText.of(text(body, "payload", "summary")));
    payload.addProperty("source", "certvigil");
    payload.addProperty("severity", text(body, "payload", "severity"));
    var minimal = new JsonObject();
    minimal.addProperty("event_action", text(body, "event_action"));
    minimal.addProperty("dedup_key", text(body, "dedup_key"));
    minimal.add("payload", payload);
    var json = WireJson.write(minimal);
    return json.equals(refused) ? Optional.empty() : Optional.of(json);
  }
}
