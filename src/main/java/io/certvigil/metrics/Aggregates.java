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

/** Figures over many scopes, as they are at one moment. */
final class Aggregates {
  private static final long DAY = 86_400;
  private static final long[] WITHIN = {0, 1, 3, 7, 14, 30, 60, 90};
  private static final int WEEKS = 53;

  private Aggregates() {}

  static String expiring(Collection<ScopeMetrics> pieces, long now) {
    var counts = new TreeMap<String, long[]>();
    for (var piece : pieces) {
      if (piece.everRead()) {
        var labels =
            new Labels()
                .add("source", piece.scope().source().word())
                .addIdentifier("account_id", piece.scope().account().id());
        var sums = counts.computeIfAbsent(labels.toString(), _ -> new long[WITHIN.length]);
        for (int i = 0; i < WITHIN.length; i++) {
          sums[i] += piece.expiries().countBefore(now + WITHIN[i] * DAY);
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

  static String expiringInWeek(Collection<ScopeMetrics> pieces, Set<Source> sources, long now) {
    var counts = new TreeMap<Source, long[]>();
    sources.forEach(source -> counts.put(source, new long[WEEKS + 1]));
    for (var piece : pieces) {
      var sums = counts.computeIfAbsent(piece.scope().source(), _ -> new long[WEEKS + 1]);
      int before = piece.expiries().countBefore(now);
      for (int week = 0; week < WEEKS; week++) {
        int until = piece.expiries().countBefore(now + (week + 1L) * 7 * DAY);
        sums[week] += until - before;
        before = until;
      }
      sums[WEEKS] += piece.expiries().count() - before;
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

  static String alerts(Collection<ScopeMetrics> pieces, EventCounters tally) {
    var text = new StringBuilder();
    for (var severity : Severity.values()) {
      text.append(alert(severity, "", tally.firing(severity)));
      for (var source : tally.sources()) {
        long firing =
            pieces.stream()
                .filter(piece -> piece.scope().source() == source)
                .mapToLong(piece -> piece.firing().getOrDefault(severity, 0L))
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
    for (var piece : oldestFirst) {
      var account = piece.scope().account();
      names.put(account.id(), info(new Labels(), "account", account).toString());
    }
    return lines(Family.ACCOUNT, names);
  }

  static String zones(List<ScopeMetrics> oldestFirst) {
    var names = new TreeMap<String, String>();
    for (var piece : oldestFirst) {
      var zone = piece.scope().zone();
      if (zone != null) {
        var labels = info(new Labels(), "zone", zone);
        labels.addIdentifier("account_id", piece.scope().account().id());
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
