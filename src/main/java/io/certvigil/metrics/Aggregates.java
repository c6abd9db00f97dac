package io.certvigil.metrics;

import io.certvigil.model.ResourceRef;
import io.certvigil.model.Source;
import io.certvigil.policy.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Metrics aggregated over many scopes at one point in time. */
final class Aggregates {
  private static final long DAY = 86_400;
  private static final long[] WITHIN = {0, 1, 3, 7, 14, 30, 60, 90};
  private static final int WEEKS = 53;

  private Aggregates() {}

  static String expiring(Collection<ScopeMetrics> scopes, long now) {
    var counts = new TreeMap<String, long[]>();
    for (var metrics : scopes) {
      if (metrics.everRead()) {
        var labels =
            new Labels()
                .add("source", metrics.scope().source().word())
                .addIdentifier("account_id", metrics.scope().account().id());
        var sums = counts.computeIfAbsent(labels.toString(), _ -> new long[WITHIN.length]);
        for (int i = 0; i < WITHIN.length; i++) {
          sums[i] += metrics.expiries().countBefore(now + WITHIN[i] * DAY);
        }
      }
    }
    var text = new StringBuilder();
    counts.forEach(
        (labels, sums) -> {
          for (int i = 0; i < WITHIN.length; i++) {
            var all = labels + ",within=\"" + WITHIN[i] + "d\"";
            text.append(ScopeMetricsBuilder.line(Family.EXPIRING, all, sums[i]));
          }
        });
    return text.toString();
  }

  static String expiringInWeek(Collection<ScopeMetrics> scopes, Set<Source> sources, long now) {
    var counts = new TreeMap<Source, long[]>();
    sources.forEach(source -> counts.put(source, new long[WEEKS + 1]));
    for (var metrics : scopes) {
      var sums = counts.computeIfAbsent(metrics.scope().source(), _ -> new long[WEEKS + 1]);
      int before = metrics.expiries().countBefore(now);
      for (int week = 0; week < WEEKS; week++) {
        int until = metrics.expiries().countBefore(now + (week + 1L) * 7 * DAY);
        sums[week] += until - before;
        before = until;
      }
      sums[WEEKS] += metrics.expiries().count() - before;
    }
    var text = new StringBuilder();
    counts.forEach(
        (source, sums) -> {
          for (int week = 0; week <= WEEKS; week++) {
            var word = week == WEEKS ? "later" : String.valueOf(week);
            var labels = "source=\"" + source.word() + "\",week=\"" + word + "\"";
            text.append(ScopeMetricsBuilder.line(Family.EXPIRING_IN_WEEK, labels, sums[week]));
          }
        });
    return text.toString();
  }

  static String alerts(Collection<ScopeMetrics> scopes, EventCounters counters) {
    var text = new StringBuilder();
    for (var severity : Severity.values()) {
      text.append(alert(severity, "", counters.firing(severity)));
      for (var source : counters.sources()) {
        long firing =
            scopes.stream()
                .filter(metrics -> metrics.scope().source() == source)
                .mapToLong(metrics -> metrics.firing().getOrDefault(severity, 0L))
                .sum();
        text.append(alert(severity, source.word(), firing));
      }
    }
    return text.toString();
  }

  private static String alert(Severity severity, String source, long firing) {
    var labels = "severity=\"" + severity.word() + "\",source=\"" + source + "\"";
    return ScopeMetricsBuilder.line(Family.ALERTS, labels, firing);
  }

  static String accounts(List<ScopeMetrics> oldestFirst) {
    var names = new TreeMap<String, String>();
    for (var metrics : oldestFirst) {
      var account = metrics.scope().account();
      names.put(account.id(), info(new Labels(), "account", account).toString());
    }
    return lines(Family.ACCOUNT, names);
  }

  static String zones(List<ScopeMetrics> oldestFirst) {
    var names = new TreeMap<String, String>();
    for (var metrics : oldestFirst) {
      var zone = metrics.scope().zone();
      if (zone != null) {
        var labels = info(new Labels(), "zone", zone);
        labels.addIdentifier("account_id", metrics.scope().account().id());
        names.put(zone.id(), labels.toString());
      }
    }
    return lines(Family.ZONE, names);
  }

  private static Labels info(Labels labels, String what, ResourceRef ref) {
    return labels.addIdentifier(what + "_id", ref.id()).add(what + "_name", ref.name());
  }

  private static String lines(Family family, Map<String, String> byId) {
    var lines = new ArrayList<String>();
    byId.values().forEach(labels -> lines.add(ScopeMetricsBuilder.line(family, labels, 1)));
    return String.join("", lines);
  }
}
