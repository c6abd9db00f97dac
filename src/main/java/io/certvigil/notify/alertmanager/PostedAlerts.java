package io.certvigil.notify.alertmanager;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.notify.EventEffect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The alerts that this process has posted to Alertmanager. Alertmanager identifies an alert by its
 * labels: if they change (the severity rises, a zone has a new name), the alert with the old labels
 * is resolved in the same request. This state is not stored; after a restart, an alert with old
 * labels expires within five minutes.
 */
final class PostedAlerts {
  private final Map<String, PostedState> lastPosted = new ConcurrentHashMap<>();

  private record PostedState(
      Instant occurredAt, String labels, Instant startsAt, boolean resolved) {
    static PostedState of(AlertPost alertPost) {
      return new PostedState(
          alertPost.occurredAt(),
          alertPost.labels(),
          alertPost.startsAt(),
          alertPost.lifecycle() == EventEffect.OVER);
    }

    JsonObject resolution(Instant now) {
      var ended = new JsonObject();
      ended.add("labels", JsonParser.parseString(labels));
      ended.addProperty("startsAt", startsAt.toString());
      ended.addProperty("endsAt", (startsAt.isAfter(now) ? startsAt : now).toString());
      return ended;
    }
  }

  /** The alerts to post for this event, at least one; their order does not matter. */
  List<JsonObject> alerts(AlertPost alertPost, Instant now) {
    var before = lastPosted.get(alertPost.key());
    if (alertPost.lifecycle() == EventEffect.ONCE || before == null) {
      return List.of(alertPost.payload(now));
    }
    boolean same = before.labels().equals(alertPost.labels());
    if (before.occurredAt().isAfter(alertPost.occurredAt())) {
      boolean stillFiring = same && !before.resolved();
      return List.of(alertPost.endingAt(stillFiring ? now.plus(AlertPost.VALIDITY) : now));
    }
    var alerts = new ArrayList<JsonObject>();
    alerts.add(alertPost.payload(now));
    if (!same && !before.resolved()) {
      alerts.add(before.resolution(now));
    }
    return alerts;
  }

  /** True if a newer event of the same alert was posted. */
  boolean isOutdated(AlertPost alertPost) {
    var before = lastPosted.get(alertPost.key());
    return before != null && before.occurredAt().isAfter(alertPost.occurredAt());
  }

  /** Records that the receiver accepted the alert. */
  void recordPosted(AlertPost alertPost) {
    if (alertPost.lifecycle() != EventEffect.ONCE) {
      lastPosted.merge(
          alertPost.key(),
          PostedState.of(alertPost),
          (before, now) -> before.occurredAt().isAfter(now.occurredAt()) ? before : now);
    }
  }

  /**
   * Removes the alerts that have none of these keys, except those with an event since that time.
   */
  void retain(Set<String> keys, Instant since) {
    lastPosted
        .entrySet()
        .removeIf(
            entry ->
                !keys.contains(entry.getKey()) && entry.getValue().occurredAt().isBefore(since));
  }
}
