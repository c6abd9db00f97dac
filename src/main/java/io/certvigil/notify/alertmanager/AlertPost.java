package io.certvigil.notify.alertmanager;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.certvigil.notify.EventEffect;
import io.certvigil.notify.WireJson;
import java.time.Duration;
import java.time.Instant;

/**
 * One event for Alertmanager, as it is stored in the outbox: the alert without {@code endsAt},
 * which depends on when it is sent.
 *
 * @param key the alert key
 * @param occurredAt when the event occurred
 * @param alert with {@code labels}, {@code annotations}, {@code startsAt}, and {@code generatorURL}
 *     if there is a page
 */
public record AlertPost(String key, Instant occurredAt, EventEffect lifecycle, JsonObject alert) {

  /** How long Alertmanager keeps an alert firing that is not sent again. */
  static final Duration VALIDITY = Duration.ofMinutes(5);

  String json() {
    var json = new JsonObject();
    json.addProperty("alert_key", key);
    json.addProperty("occurred_at", occurredAt.toString());
    json.addProperty("life", lifecycle.name());
    json.add("alert", alert);
    return WireJson.write(json);
  }

  static AlertPost parsed(String json) {
    var object = WireJson.object(json);
    return new AlertPost(
        object.get("alert_key").getAsString(),
        Instant.parse(object.get("occurred_at").getAsString()),
        EventEffect.valueOf(object.get("life").getAsString()),
        object.getAsJsonObject("alert"));
  }

  String labels() {
    return WireJson.write(alert.get("labels"));
  }

  Instant startsAt() {
    return Instant.parse(alert.get("startsAt").getAsString());
  }

  /** The alert as it is posted at this time. */
  JsonObject payload(Instant now) {
    return switch (lifecycle) {
      case LASTS, ONCE -> endingAt(now.plus(VALIDITY));
      case OVER -> endingAt(occurredAt);
    };
  }

  /**
   * The alert with this {@code endsAt}, or with {@code startsAt} if that is later: Alertmanager
   * rejects an end before the start, which a clock that was set back can cause.
   */
  JsonObject endingAt(Instant end) {
    var posted = alert.deepCopy();
    posted.addProperty("endsAt", (startsAt().isAfter(end) ? startsAt() : end).toString());
    return posted;
  }

  static String array(Iterable<JsonObject> alerts) {
    var array = new JsonArray();
    alerts.forEach(array::add);
    return WireJson.write(array);
  }
}
