package io.certvigil.notify.alertmanager;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.notify.AlertLifecycle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What an Alertmanager shows of each alert, as far as this process told it. An Alertmanager knows
 * an alert by its labels: where those change (the severity rises, a zone has a new name) the old
 * ones are ended in the same request. Nothing of this is stored; after a restart an old set of
 * labels ends by itself within five minutes.
 */
final class PostedAlerts {
  private final Map<String, PostedState> lastPosted = new ConcurrentHashMap<>();

  private record PostedState(
      Instant occurredAt, String labels, Instant startsAt, boolean resolved) {
    static PostedState of(AlertPost posting) {
      return new PostedState(
          posting.occurredAt(),
          posting.labels(),
          posting.startsAt(),
          posting.lifecycle() == AlertLifecycle.OVER);
    }

    JsonObject resolution(Instant now) {
      var ended = new JsonObject();
      ended.add("labels", JsonParser.parseString(labels));
      ended.addProperty("startsAt", startsAt.toString());
      ended.addProperty("endsAt", (startsAt.isAfter(now) ? startsAt : now).toString());
      return ended;
    }
  }

  /** The alerts to post for this event, in an order that does not matter; at least one. */
  List<JsonObject> alerts(AlertPost posting, Instant now) {
    var before = lastPosted.get(posting.key());
    if (posting.lifecycle() == AlertLifecycle.ONCE || before == null) {
      return List.of(posting.payload(now));
    }
    boolean same = before.labels().equals(posting.labels());
    if (before.occurredAt().isAfter(posting.occurredAt())) {
      return List.of(outdated(posting, same && !before.resolved(), now));
    }
    var alerts = new ArrayList<JsonObject>();
    alerts.add(posting.payload(now));
    if (!same && !before.resolved()) {
      alerts.add(before.resolution(now));
    }
    return alerts;
  }

  /** Something newer was told meanwhile: what it says is no longer so. */
  private static JsonObject outdated(AlertPost posting, boolean stands, Instant now) {
    return posting.endingAt(stands ? now.plus(AlertPost.VALIDITY) : now);
  }

  /** Whether something newer than this was told of its alert. */
  boolean isOutdated(AlertPost posting) {
    var before = lastPosted.get(posting.key());
    return before != null && before.occurredAt().isAfter(posting.occurredAt());
  }

  /** The receiver has it. */
  void recordPosted(AlertPost posting) {
    if (posting.lifecycle() != AlertLifecycle.ONCE) {
      lastPosted.merge(
          posting.key(),
          PostedState.of(posting),
          (before, now) -> before.occurredAt().isAfter(now.occurredAt()) ? before : now);
    }
  }

  /** Forgets what is not told any more, except what was told since. */
  void retain(Set<String> keys, Instant since) {
    lastPosted
        .entrySet()
        .removeIf(
            entry ->
                !keys.contains(entry.getKey()) && entry.getValue().occurredAt().isBefore(since));
  }
}
