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
  private final Map<String, Last> last = new ConcurrentHashMap<>();

  private record Last(Instant at, String labels, Instant startsAt, boolean over) {
    static Last of(AlertPost posting) {
      return new Last(
          posting.at(),
          posting.labels(),
          posting.startsAt(),
          posting.life() == AlertLifecycle.OVER);
    }

    JsonObject ended(Instant now) {
      var ended = new JsonObject();
      ended.add("labels", JsonParser.parseString(labels));
      ended.addProperty("startsAt", startsAt.toString());
      ended.addProperty("endsAt", (startsAt.isAfter(now) ? startsAt : now).toString());
      return ended;
    }
  }

  /** The alerts to post for this event, in an order that does not matter; at least one. */
  List<JsonObject> alerts(AlertPost posting, Instant now) {
    var before = last.get(posting.key());
    if (posting.life() == AlertLifecycle.ONCE || before == null) {
      return List.of(posting.posted(now));
    }
    boolean same = before.labels().equals(posting.labels());
    if (before.at().isAfter(posting.at())) {
      return List.of(late(posting, same && !before.over(), now));
    }
    var alerts = new ArrayList<JsonObject>();
    alerts.add(posting.posted(now));
    if (!same && !before.over()) {
      alerts.add(before.ended(now));
    }
    return alerts;
  }

  /** Something newer was told meanwhile: what it says is no longer so. */
  private static JsonObject late(AlertPost posting, boolean stands, Instant now) {
    return posting.until(stands ? now.plus(AlertPost.BELIEVED) : now);
  }

  /** Whether something newer than this was told of its alert. */
  boolean overtaken(AlertPost posting) {
    var before = last.get(posting.key());
    return before != null && before.at().isAfter(posting.at());
  }

  /** The receiver has it. */
  void told(AlertPost posting) {
    if (posting.life() != AlertLifecycle.ONCE) {
      last.merge(
          posting.key(),
          Last.of(posting),
          (before, now) -> before.at().isAfter(now.at()) ? before : now);
    }
  }

  /** Forgets what is not told any more, except what was told since. */
  void keep(Set<String> keys, Instant since) {
    last.entrySet()
        .removeIf(entry -> !keys.contains(entry.getKey()) && entry.getValue().at().isBefore(since));
  }
}
