package io.certvigil.notify;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.model.Key;
import io.certvigil.model.Secret;
import io.certvigil.notify.NotifySettings.ChannelSettings;
import io.certvigil.policy.Severity;
import io.certvigil.store.NewDelivery;
import io.certvigil.store.Outbox.Delivery;
import io.certvigil.store.Outbox.StoredEvent;
import io.certvigil.store.view.StoreStamp;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events as they are stored, and settings of channels. */
public final class TestEvents {
  public static final Instant NOW = Instant.parse("2026-11-20T22:00:07.412Z");
  public static final Secret SECRET = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  public static final Secret SECOND = new Secret("whsec_c2Vjb25kLXNlY3JldC1mb3Itcm90YXRpb24tMQ==");
  public static final Gson GSON = new GsonBuilder().serializeNulls().create();

  private TestEvents() {}

  public static StoredEvent event(int number) {
    return event(number, "device-%d.example.com".formatted(number));
  }

  public static StoredEvent event(int number, String name) {
    var json = json("certificate.escalated", "warning");
    json.addProperty("id", "evt_" + Key.longOf("test", Integer.toString(number)));
    json.addProperty("summary", name + " expires in 13 d 21 h (2026-12-04T20:00Z)");
    json.getAsJsonObject("certificate").addProperty("name", name);
    return stored(number, json);
  }

  /** The row of this event. */
  public static StoredEvent stored(long position, JsonObject event) {
    return new StoredEvent(
        position,
        WireJson.text(event, "id"),
        WireJson.text(event, "type"),
        WireJson.text(event, "severity"),
        WireJson.text(event, "alert", "key"),
        Instant.parse(WireJson.text(event, "occurred_at")),
        GSON.toJson(event));
  }

  public static JsonObject json(String type, String severity) {
    var event = JsonParser.parseString(EVENT).getAsJsonObject();
    event.addProperty("type", type);
    event.addProperty("severity", severity);
    return event;
  }

  public static NotifySettings settings(Map<String, String> urls, Secret... secrets) {
    return settings(urls, null, List.of(), secrets);
  }

  public static NotifySettings settings(
      Map<String, String> urls, @Nullable URI external, List<Route> routes, Secret... secrets) {
    var channels = new LinkedHashMap<String, ChannelSettings>();
    urls.forEach((name, url) -> channels.put(name, webhook(url, secrets)));
    return new NotifySettings("prod-eu", external, channels, routes, List.of(), null);
  }

  /** These events for the channel "hook", composed now. */
  public static EventBatch eventBatch(SerializedEvent... events) {
    return new EventBatch("prod-eu", StoreStamp.NONE, "hook", null, List.of(events), NOW);
  }

  public static SerializedEvent serialized(StoredEvent queued) {
    return SerializedEvent.of(queued, EventDocument.of(queued), null);
  }

  public static SerializedEvent serialized(JsonObject event) {
    return serialized(stored(1, event));
  }

  /** The first attempt of this delivery to the channel "hook". */
  public static Delivery delivery(NewDelivery composed) {
    return delivery(composed.id(), composed.body());
  }

  public static Delivery delivery(String messageId, String body) {
    return new Delivery(1, "hook", messageId, body, 1, false, NOW, "", 0);
  }

  public static ChannelSettings.Webhook webhook(String url, Secret... secrets) {
    return new ChannelSettings.Webhook(new Secret(url), List.of(secrets), Severity.INFO);
  }

  /** The outcome without the text of the receiver's answer. */
  public static Outcome withoutAnswer(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Delivered _ -> new Outcome.Delivered("");
      case Outcome.TryLater(var reason, var atLeast, _, _) ->
          new Outcome.TryLater(reason, atLeast, "");
      case Outcome.Rejected(var reason, _) -> new Outcome.Rejected(reason, "");
    };
  }

  private static final String EVENT =
      """
      {"id": "evt_7m3p9x2k5v8c1n4b6d0f2h3j4k", "type": "certificate.escalated",
       "occurred_at": "2026-11-20T22:00:07.412Z", "severity": "warning",
       "summary": "device-17.example.com expires in 13 d 21 h (2026-12-04T20:00Z)",
       "alert": {"key": "c4f1n2k7q9", "state": "firing", "rung": "14d", "previous_rung": "30d",
         "episode": 1, "first_fired_at": "2026-11-04T20:00:05Z", "reason": null},
       "certificate": {"key": "m2x8r4t6w1", "source": "client_certificates", "id": "9b1f",
         "name": "device-17.example.com", "account": {"id": "a1", "name": "acme"},
         "zone": {"id": "023e", "name": "example.com"}, "hosts": [],
         "issuer": "Cloudflare Managed CA for account", "serial": "3bb9",
         "fingerprint_sha256": "256c", "status": "active",
         "not_before": "2016-12-06T20:00:00Z", "not_after": "2026-12-04T20:00:00Z",
         "days_to_expiry": 13, "lifetime_days": 3650, "managed": false,
         "first_seen_at": "2026-11-01T00:00:00Z", "last_seen_at": "2026-11-20T22:00:00Z",
         "labels": {"team": "platform"}, "attributes": {"in_use": null}},
       "change": null,
       "links": {"dashboard": "https://dash.cloudflare.com/a1", "certvigil": null}}
      """;
}
