package io.certvigil.policy;

import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Computes the expected events of a whole history of readings directly from the history. It uses
 * the rules of the design and nothing of the implementation: no diff, no rows, no state except the
 * history. Times are epoch seconds; two expiries are the same if they are in the same six hours.
 */
final class ExpectedEvents {
  private static final long HOUR = 3_600;
  private static final long DAY = 24 * HOUR;

  enum Kind {
    COMPLETE,
    PARTIAL,
    FAILED,
    TICK
  }

  /** One committed step and the certificates in its reading. */
  record Step(long at, Kind kind, Map<String, Certificate> seen) {}

  /** An alert was acknowledged or unacknowledged directly after this step. */
  record AckChange(String id, int after, boolean acknowledged) {}

  private final List<Step> steps;
  private final List<AckChange> acks;
  private final boolean custom;
  private final ExpectedSightings sightings;
  private final Set<String> ids;
  private final Map<String, @Nullable Long[]> ends = new TreeMap<>();
  private final Map<String, List<String>> expected = new TreeMap<>();

  /**
   * @param custom whether certificates of the list can be superseded
   */
  ExpectedEvents(List<Step> steps, List<AckChange> acts, boolean custom, long interval) {
    this.steps = steps;
    this.acks = acts;
    this.custom = custom;
    this.sightings = new ExpectedSightings(steps, interval);
    this.ids = sightings.ids();
    ids.forEach(id -> ends.put(id, ends(id)));
  }

  /** The expected events by certificate (and {@code ~unknown}, {@code ~mass}), in order. */
  Map<String, List<String>> expected() {
    ids.forEach(this::addCertificate);
    var scope = new ExpectedScopeEvents(this, steps, sightings);
    put("~unknown", scope.unknownExpiry());
    put("~mass", scope.massLoss());
    return expected;
  }

  // ---- facts about one certificate at one step

  @Nullable Certificate facts(String id, int step) {
    int sight = sightings.lastSighting(id, step);
    return sight < 0 ? null : steps.get(sight).seen().get(id);
  }

  /**
   * The effective expiry: the last readable one, unless a later reading showed that it never
   * expires.
   */
  @Nullable Long end(String id, int step) {
    var all = ends.get(id);
    return all == null ? null : all[step];
  }

  private @Nullable Long[] ends(String id) {
    var all = new @Nullable Long[steps.size()];
    Long end = null;
    for (int at = 0; at < all.length; at++) {
      var seen = steps.get(at).seen().get(id);
      if (seen != null && seen.expiry() instanceof Expiry.On(var instant)) {
        end = instant.getEpochSecond();
      } else if (seen != null && seen.expiry() instanceof Expiry.Never) {
        end = null;
      }
      all[at] = end;
    }
    return all;
  }

  /** Why its expiry is not alerted; null if it is. */
  private @Nullable String notAlertedReason(String id, Certificate facts, int step) {
    var rest = ExpectedRules.statusReason(facts);
    return rest == null && superseded(id, facts, step) ? "superseded" : rest;
  }

  private boolean superseded(String id, Certificate facts, int step) {
    var end = end(id, step);
    var hosts = facts.x509().hosts();
    return custom
        && end != null
        && !hosts.isEmpty()
        && hosts.stream()
            .allMatch(host -> ids.stream().anyMatch(other -> covers(other, host, end, step)));
  }

  private boolean covers(String other, String host, long end, int step) {
    var facts = facts(other, step);
    var later = end(other, step);
    return facts != null
        && later != null
        && later > end
        && !sightings.absent(other, step)
        && ExpectedRules.covers(facts, host);
  }

  /** The expiry that may be alerted at this step; null if none may. */
  private @Nullable Long alertedExpiry(String id, int step) {
    var facts = facts(id, step);
    var end = end(id, step);
    return facts == null
            || sightings.absent(id, step)
            || notAlertedReason(id, facts, step) != null
            || end == null
        ? null
        : Long.valueOf(Math.floorDiv(end, 6 * HOUR));
  }

  // ---- expected events of one certificate

  private void addCertificate(String id) {
    var lines = new ArrayList<Line>();
    var firing = new boolean[steps.size()];
    var runs = runs(id);
    runs.forEach(run -> IntStream.range(run.from(), run.to()).forEach(at -> firing[at] = true));
    for (int step = 0; step < steps.size(); step++) {
      addChanges(id, step, lines);
      for (var run : runs) {
        if (run.to() == step) {
          resolved(id, run, runs, lines);
        }
      }
      disappeared(id, step, step > 0 && firing[step - 1], lines);
      for (var run : runs) {
        if (run.from() <= step && step < run.to()) {
          rung(id, run, runs, step, lines);
        }
      }
    }
    if (!lines.isEmpty()) {
      expected.put(id, lines.stream().map(Line::text).toList());
    }
  }

  private record Line(long at, String what) {
    String text() {
      return at + " " + what;
    }
  }

  /** One episode: the steps in which the alert about this expiry fires. */
  private record Episode(long expiry, int from, int to, List<Long> lowestRungs) {
    /** The most urgent rung from its start to this step. */
    long lowest(int step) {
      return lowestRungs.get(step - from);
    }
  }

  private List<Episode> runs(String id) {
    var runs = new ArrayList<Episode>();
    int step = 0;
    while (step < steps.size()) {
      var subject = alertedExpiry(id, step);
      if (subject == null || reached(id, step) < 0) {
        step++;
        continue;
      }
      int end = step;
      while (end < steps.size() && subject.equals(alertedExpiry(id, end))) {
        end++;
      }
      runs.add(new Episode(subject, step, end, lowestRungs(id, step, end)));
      step = end;
    }
    return runs;
  }

  /** The most urgent rung reached, in seconds; -1 for none. */
  private long reached(String id, int step) {
    var end = end(id, step);
    var facts = facts(id, step);
    if (end == null || facts == null) {
      return -1;
    }
    long left = end - at(step);
    return ExpectedLadder.of(facts, end).rungs().stream()
        .filter(rung -> left <= rung)
        .reduce(-1L, ExpectedEvents::lesser);
  }

  private static long lesser(long one, long other) {
    return one < 0 ? other : Math.min(one, other);
  }

  private List<Long> lowestRungs(String id, int from, int to) {
    var lows = new ArrayList<Long>();
    long low = Long.MAX_VALUE;
    for (int step = from; step < to; step++) {
      long reached = reached(id, step);
      low = reached < 0 ? low : Math.min(low, reached);
      lows.add(low);
    }
    return lows;
  }

  private void rung(String id, Episode run, List<Episode> runs, int step, List<Line> lines) {
    long now = run.lowest(step);
    long before = step == run.from() ? Long.MAX_VALUE : run.lowest(step - 1);
    var facts = facts(id, step);
    var end = end(id, step);
    if (facts == null || end == null) {
      throw new IllegalStateException("a run without facts");
    }
    if (now < before) {
      var skipped =
          ExpectedLadder.of(facts, end).rungs().stream()
              .filter(rung -> rung < before && rung > now)
              .toList();
      var type = now == 0 ? "expired" : step == run.from() ? "expiring" : "escalated";
      var severity = baseline(id, run) ? "info" : severity(facts, end, now);
      lines.add(
          new Line(
              at(step),
              type + " " + now + " " + severity + " #" + episode(run, runs) + " " + skipped));
    } else if (!baseline(id, run)) {
      reminder(id, run, step, severity(facts, end, now), now, lines);
    }
  }

  private void reminder(
      String id, Episode run, int step, String severity, long rung, List<Line> lines) {
    int since = ExpectedSightings.first(run.from(), step, at -> run.lowest(at) == rung);
    long number = number(severity, rung, at(step) - at(since));
    long before =
        IntStream.range(since, step)
            // Reminders that were due while it was acknowledged are not sent later.
            .filter(at -> !isAcknowledged(id, since, at) || isUnacknowledged(id, at))
            .mapToLong(at -> number(severity, rung, at(at) - at(since)))
            .max()
            .orElse(0);
    if (number > before && !isAcknowledged(id, since, step)) {
      lines.add(new Line(at(step), "reminder " + rung + " " + severity + " " + number));
    }
  }

  /** Whether it is acknowledged at this step, by an acknowledgement since the other step. */
  private boolean isAcknowledged(String id, int since, int step) {
    return acks.stream()
        .filter(act -> act.id().equals(id) && act.after() >= since && act.after() < step)
        .reduce((_, last) -> last)
        .filter(AckChange::acknowledged)
        .isPresent();
  }

  private boolean isUnacknowledged(String id, int step) {
    return acks.stream()
        .anyMatch(act -> act.id().equals(id) && act.after() == step && !act.acknowledged());
  }

  private static String severity(Certificate facts, long end, long rung) {
    return ExpectedLadder.SEVERITIES.get(ExpectedLadder.of(facts, end).severity(rung));
  }

  private static long number(String severity, long rung, long passed) {
    return switch (severity) {
      case "info" -> 0;
      case "warning" -> passed / (7 * DAY);
      default -> rung == 0 ? Math.min(7, passed / DAY) : passed / DAY;
    };
  }

  /** Whether it had expired when first seen, before any complete reading. */
  private boolean baseline(String id, Episode run) {
    return reached(id, run.from()) == 0
        && run.from() == sightings.firstSighting(id)
        && ExpectedSightings.first(0, run.from(), sightings::complete) < 0;
  }

  private static int episode(Episode run, List<Episode> runs) {
    return 1
        + (int)
            runs.stream()
                .filter(other -> other.expiry() == run.expiry() && other.from() < run.from())
                .count();
  }

  private void resolved(String id, Episode run, List<Episode> runs, List<Line> lines) {
    int step = run.to();
    var reason = reason(id, run, step);
    var end = end(id, step);
    var earlier = end != null && Math.floorDiv(end, 6 * HOUR) < run.expiry();
    var again = runs.stream().anyMatch(next -> next.from() == step);
    if (!(reason.equals("expiry_corrected") && earlier && again)) {
      lines.add(new Line(at(step), "resolved " + reason + " " + lastSeverity(id, run)));
    }
  }

  private String lastSeverity(String id, Episode run) {
    var facts = facts(id, run.to() - 1);
    var end = end(id, run.to() - 1);
    if (facts == null || end == null || baseline(id, run)) {
      return "info";
    }
    return severity(facts, end, run.lowest(run.to() - 1));
  }

  private String reason(String id, Episode run, int step) {
    if (sightings.absent(id, step)) {
      return "removed";
    }
    var facts = facts(id, step);
    var before = facts(id, step - 1);
    if (facts == null || before == null) {
      throw new IllegalStateException("resolved without facts");
    }
    var quiet = notAlertedReason(id, facts, step);
    if (quiet != null) {
      return quiet;
    }
    var end = end(id, step);
    return end == null
            || Math.floorDiv(end, 6 * HOUR) < run.expiry()
            || sameFingerprint(before, facts)
        ? "expiry_corrected"
        : "renewed";
  }

  private static boolean sameFingerprint(Certificate before, Certificate after) {
    var fingerprint = before.x509().fingerprintSha256();
    return fingerprint != null && fingerprint.equals(after.x509().fingerprintSha256());
  }

  private void addChanges(String id, int step, List<Line> lines) {
    var seen = steps.get(step).seen().get(id);
    if (seen == null) {
      return;
    }
    var before = step == 0 ? null : facts(id, step - 1);
    if (before == null
        ? ExpectedSightings.first(0, step, sightings::complete) >= 0
        : sightings.absent(id, step - 1)) {
      lines.add(new Line(at(step), "appeared"));
    }
    if (before == null) {
      return;
    }
    if (!before.status().equals(seen.status()) && ExpectedRules.isAlarming(seen.status())) {
      lines.add(new Line(at(step), "status_changed " + before.status() + " " + seen.status()));
    }
    var from = end(id, step - 1);
    var to = end(id, step);
    if (from != null && to != null && to - from >= HOUR && !sameFingerprint(before, seen)) {
      lines.add(new Line(at(step), "renewed"));
    }
  }

  private void disappeared(String id, int step, boolean fired, List<Line> lines) {
    var facts = facts(id, step);
    if (fired || facts == null || !sightings.absent(id, step) || sightings.absent(id, step - 1)) {
      return;
    }
    var end = end(id, step);
    var expired = end != null && (end <= at(step) || isRemovedEarly(id, end, step));
    if (!superseded(id, facts, step) && !ExpectedRules.leaves(facts) && !expired) {
      lines.add(new Line(at(step), "disappeared"));
    }
  }

  /** Cloudflare removes custom certificates at most a day before they expire. */
  private boolean isRemovedEarly(String id, long end, int step) {
    return custom && end <= at(sightings.missedAt(id, step)) + DAY;
  }

  private void put(String subject, Collection<String> lines) {
    if (!lines.isEmpty()) {
      expected.put(subject, List.copyOf(lines));
    }
  }

  private long at(int step) {
    return steps.get(step).at();
  }
}
