package io.certvigil.metrics;

import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.policy.Severity;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Metrics aggregated over many scopes at one point in time. */
final class Aggregates {
  private static final long DAY = 86_400;
  private static final long[] WITHIN = {0, 1, 3, 7, 14, 30, 60, 90};
  private static final int WEEKS = 53;

  private Aggregates() {}

  /** A source of one account. */
  private record Part(Source source, String account) {
    static Part of(ScopeMetrics metrics) {
      return new Part(metrics.scope().source(), metrics.scope().account().id());
    }

    String labels() {
      return new Labels()
          .add("source", source.word())
          .addIdentifier("account_id", account)
          .toString();
    }
  }

  static String expiring(Collection<ScopeMetrics> scopes, long now) {
    var counts = new HashMap<Part, long[]>();
    for (var metrics : scopes) {
      if (metrics.everRead()) {
        var sums = counts.computeIfAbsent(Part.of(metrics), _ -> new long[WITHIN.length]);
        for (int i = 0; i < WITHIN.length; i++) {
          sums[i] += metrics.expiries().countBefore(now + WITHIN[i] * DAY);
        }
      }
    }
    var byLabels = new TreeMap<String, long[]>();
    counts.forEach((part, sums) -> byLabels.put(part.labels(), sums));
    var text = new StringBuilder();
    byLabels.forEach(
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
      for (long end : metrics.expiries().numbers()) {
        if (end >= now) {
          sums[(int) Math.min(WEEKS, (end - now) / (7 * DAY))]++;
        }
      }
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
    var sums = new EnumMap<Source, Map<Severity, Long>>(Source.class);
    for (var metrics : scopes) {
      var ofSource = sums.computeIfAbsent(metrics.scope().source(), _ -> new HashMap<>());
      metrics.firing().forEach((severity, count) -> ofSource.merge(severity, count, Long::sum));
    }
    var text = new StringBuilder();
    for (var severity : Severity.values()) {
      text.append(alert(severity, "", counters.firing(severity)));
      for (var source : counters.sources()) {
        long firing = sums.getOrDefault(source, Map.of()).getOrDefault(severity, 0L);
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
    var newest = new TreeMap<String, ResourceRef>();
    for (var metrics : oldestFirst) {
      newest.put(metrics.scope().account().id(), metrics.scope().account());
    }
    return lines(
        Family.ACCOUNT, newest.values().stream().map(one -> info(new Labels(), "account", one)));
  }

  static String zones(List<ScopeMetrics> oldestFirst) {
    var newest = new TreeMap<String, Scope>();
    for (var metrics : oldestFirst) {
      var zone = metrics.scope().zone();
      if (zone != null) {
        newest.put(zone.id(), metrics.scope());
      }
    }
    return lines(
        Family.ZONE,
        newest.values().stream()
            .map(
                scope ->
                    info(new Labels(), "zone", scope.owner())
                        .addIdentifier("account_id", scope.account().id())));
  }

  private static Labels info(Labels labels, String what, ResourceRef ref) {
    return labels.addIdentifier(what + "_id", ref.id()).add(what + "_name", ref.name());
  }

  private static String lines(Family family, Stream<Labels> labels) {
    return labels
        .map(one -> ScopeMetricsBuilder.line(family, one.toString(), 1))
        .collect(Collectors.joining());
  }
}
