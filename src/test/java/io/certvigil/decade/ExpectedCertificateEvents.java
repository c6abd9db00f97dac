package io.certvigil.decade;

import static io.certvigil.decade.RuleSet.DAY;

import io.certvigil.model.Certificate;
import io.certvigil.policy.ExpectedLadder;
import io.certvigil.policy.ExpectedRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The expected state of one certificate in the model, and the events expected for it. */
final class ExpectedCertificateEvents {
  static final long NONE = -1;
  private static final long SAME = 3_600;

  /** One expiry of the certificate and the state of its alert. */
  private static final class ExpiryRun {
    private final long expiry;
    private int episode;
    private boolean firing;
    private long rung;
    private List<Long> ladder = List.of();
    private int severity;
    private long rungAt;
    private long reminders;
    private boolean acknowledged;

    ExpiryRun(long about) {
      this.expiry = about;
    }
  }

  private final List<ExpiryRun> runs = new ArrayList<>();
  private final Map<RuleSet, List<Long>> ladders = new HashMap<>();
  private Certificate facts;
  private long end;
  private final long firstSeen;
  private long missing = NONE;
  private boolean absent;
  private boolean appeared;
  private boolean atBaseline;
  private boolean lost;
  private boolean renewed;
  private boolean expiryCorrected;
  private @Nullable String previousStatus;

  ExpectedCertificateEvents(Certificate facts, boolean baseline, long now) {
    this.facts = facts;
    this.end = end(facts, NONE);
    this.firstSeen = now;
    this.appeared = !baseline;
    this.atBaseline = baseline;
  }

  private static long end(Certificate facts, long otherwise) {
    return facts.notAfter().map(Instant::getEpochSecond).orElse(otherwise);
  }

  Certificate facts() {
    return facts;
  }

  long end() {
    return end;
  }

  long firstSeen() {
    return firstSeen;
  }

  long missing() {
    return missing;
  }

  boolean absent() {
    return absent;
  }

  boolean firing() {
    return runs.stream().anyMatch(run -> run.firing);
  }

  /** Whether the other certificates of the list can influence its events. */
  boolean needsNeighbours(RuleSet rules, long now) {
    return absent ? lost : firing() || (end != NONE && reachedRung(rules, now) != NONE);
  }

  void startStep() {
    appeared = false;
    atBaseline = false;
    lost = false;
    renewed = false;
    expiryCorrected = false;
    previousStatus = null;
  }

  void update(Certificate read, boolean baselined) {
    long before = end;
    appeared = absent && baselined;
    atBaseline = absent && !baselined;
    absent = false;
    missing = NONE;
    previousStatus = read.status().equals(facts.status()) ? null : facts.status();
    end = end(read, end);
    var sameIssue =
        Objects.equals(read.x509().fingerprintSha256(), facts.x509().fingerprintSha256());
    renewed = before != NONE && end - before >= SAME && !sameIssue;
    expiryCorrected = !renewed && end != before;
    if (!read.equals(facts)) {
      ladders.clear();
    }
    facts = read;
  }

  void markMissing(long now) {
    missing = missing == NONE ? now : missing;
  }

  void markAbsent() {
    absent = true;
    lost = true;
  }

  void acknowledge(boolean taken, long now) {
    for (var run : runs) {
      if (run.firing) {
        if (!taken) {
          run.reminders = Math.max(run.reminders, number(run, run.severity, now));
        }
        run.acknowledged = taken;
      }
    }
  }

  List<String> expect(RuleSet rules, @Nullable String quiet, boolean replaced, long now) {
    var lines = new ArrayList<String>();
    if (absent) {
      expectDisappearance(rules, quiet, now, lines);
    } else if (rules.mutes(facts)) {
      resolve("rungs_changed", lines);
    } else {
      expectChanges(lines);
      if (quiet != null) {
        resolve(quiet, lines);
      } else if (end != NONE) {
        updateAlerts(rules, replaced, now, lines);
      }
    }
    return lines;
  }

  private void expectDisappearance(
      RuleSet rules, @Nullable String quiet, long now, List<String> lines) {
    long horizon = now + (facts.id().startsWith("CUSTOM") ? DAY : 0);
    var expected =
        ExpectedRules.leaves(facts)
            || rules.mutes(facts)
            || "superseded".equals(quiet)
            || (end != NONE && end <= horizon);
    if (firing()) {
      resolve("removed", lines);
    } else if (lost && !expected) {
      recordCurrentExpiry();
      lines.add("disappeared");
    }
  }

  private void expectChanges(List<String> lines) {
    if (appeared) {
      lines.add("appeared");
    }
    if (renewed) {
      lines.add("renewed");
    }
    var status = facts.status();
    if (previousStatus != null && ExpectedRules.isAlarming(status)) {
      recordCurrentExpiry();
      lines.add("status_changed " + previousStatus + " " + status);
    }
  }

  /** A warning records its expiry although no alert fires. */
  private void recordCurrentExpiry() {
    if (!firing() && end != NONE && currentRun() == null) {
      newRun();
    }
  }

  private void resolve(String reason, List<String> lines) {
    runs.stream().filter(run -> run.firing).forEach(run -> resolve(run, reason, lines));
  }

  private static void resolve(ExpiryRun run, String reason, List<String> lines) {
    run.firing = false;
    lines.add(
        "resolved " + reason + " " + ExpectedLadder.SEVERITIES.get(run.severity) + suffix(run));
  }

  private static String suffix(ExpiryRun run) {
    return " #" + run.episode + " @" + run.expiry;
  }

  private @Nullable ExpiryRun currentRun() {
    ExpiryRun best = null;
    for (var run : runs) {
      if (Math.abs(run.expiry - end) < SAME
          && (best == null
              || (run.firing && !best.firing)
              || (run.firing == best.firing
                  && Math.abs(run.expiry - end) < Math.abs(best.expiry - end)))) {
        best = run;
      }
    }
    return best;
  }

  private void updateAlerts(RuleSet rules, boolean replaced, long now, List<String> lines) {
    var run = currentRun();
    var others = runs.stream().filter(other -> other.firing && other != run).toList();
    others.stream()
        .filter(other -> other.expiry < end)
        .forEach(other -> resolve(other, expiryCorrected ? "expiry_corrected" : "renewed", lines));
    var fires = escalate(rules, run, replaced, now, lines);
    for (var other : others) {
      if (other.expiry >= end) {
        if (!fires) {
          resolve(other, "expiry_corrected", lines);
        }
        other.firing = false;
      }
    }
  }

  private List<Long> ladder(RuleSet rules) {
    return ladders.computeIfAbsent(rules, with -> with.ladder(facts, end).rungs());
  }

  /** The most urgent rung reached; -1 above the first. */
  private long reachedRung(RuleSet rules, long now) {
    long crossed = NONE;
    for (long rung : ladder(rules)) {
      if (end - rung <= now) {
        crossed = rung;
      }
    }
    return crossed;
  }

  private boolean escalate(
      RuleSet rules, @Nullable ExpiryRun run, boolean replaced, long now, List<String> lines) {
    long crossed = reachedRung(rules, now);
    if (run == null || !run.firing) {
      if (crossed != NONE) {
        open(rules, run == null ? newRun() : run, crossed, replaced, now, lines);
      }
      return crossed != NONE;
    }
    var same = ladder(rules).equals(run.ladder);
    if (crossed == NONE && !same) {
      resolve(run, "rungs_changed", lines);
      return false;
    }
    if (!replaced) {
      continueFiring(rules, run, same, crossed, now, lines);
    }
    return true;
  }

  private ExpiryRun newRun() {
    var run = new ExpiryRun(end);
    runs.add(run);
    return run;
  }

  private void open(
      RuleSet rules, ExpiryRun run, long rung, boolean replaced, long now, List<String> lines) {
    int most = rung == 0 && atBaseline ? 0 : replaced ? 1 : 2;
    run.episode++;
    run.firing = true;
    moveToRung(rules, run, rung, now);
    run.severity = Math.min(most, run.severity);
    lines.add((rung == 0 ? "expired " : "expiring ") + line(run));
  }

  private void moveToRung(RuleSet rules, ExpiryRun run, long rung, long now) {
    run.rung = rung;
    run.ladder = ladder(rules);
    run.severity = rules.ladder(facts, end).severity(rung);
    run.rungAt = now;
    run.reminders = 0;
    run.acknowledged = false;
  }

  private static String line(ExpiryRun run) {
    return run.rung + " " + ExpectedLadder.SEVERITIES.get(run.severity) + suffix(run);
  }

  private void continueFiring(
      RuleSet rules, ExpiryRun run, boolean same, long crossed, long now, List<String> lines) {
    long to = crossed == NONE ? run.rung : Math.min(crossed, run.rung);
    var worse = !same && rules.ladder(facts, end).severity(to) > run.severity && run.rung > 0;
    var crossing = to < run.rung && (same || worse || run.ladder.contains(to));
    run.ladder = ladder(rules);
    if (crossing) {
      moveToRung(rules, run, to, now);
      lines.add((to == 0 ? "expired " : "escalated ") + line(run));
    } else if (worse) {
      run.severity = rules.ladder(facts, end).severity(to);
      run.reminders = Math.max(run.reminders, number(run, run.severity, now));
      run.acknowledged = false;
      lines.add("escalated " + line(run));
    } else {
      run.rung = to;
      remind(rules, run, now, lines);
    }
  }

  private void remind(RuleSet rules, ExpiryRun run, long now, List<String> lines) {
    int severity = Math.min(run.severity, rules.ladder(facts, end).severity(run.rung));
    long number = number(run, severity, now);
    if (number > run.reminders && !run.acknowledged) {
      run.reminders = number;
      var word = ExpectedLadder.SEVERITIES.get(severity);
      lines.add("reminder " + number + " of " + run.rung + " " + word + suffix(run));
    }
  }

  private static long number(ExpiryRun run, int severity, long now) {
    if (severity == 0 || now < run.rungAt) {
      return 0;
    }
    long days = (now - run.rungAt) / DAY;
    return run.rung == 0 ? Math.min(7, days) : severity == 2 ? days : days / 7;
  }

  /** When the next event is due without a reading; the maximum value if none is. */
  long due(RuleSet rules, long now) {
    long due = Long.MAX_VALUE;
    if (absent || end == NONE || rules.mutes(facts) || ExpectedRules.statusReason(facts) != null) {
      return due;
    }
    var run = currentRun();
    long above = run == null || !run.firing ? Long.MAX_VALUE : run.rung;
    for (long rung : ladder(rules)) {
      if (rung < above && end - rung > now) {
        due = Math.min(due, end - rung);
      }
    }
    if (run != null && run.firing && !run.acknowledged && run.severity > 0) {
      int severity = Math.min(run.severity, rules.ladder(facts, end).severity(run.rung));
      long period = run.rung == 0 || severity == 2 ? DAY : 7 * DAY;
      long next = run.rungAt + (run.reminders + 1) * period;
      due =
          severity == 0 || next <= now || (run.rung == 0 && run.reminders >= 7)
              ? due
              : Math.min(due, next);
    }
    return due;
  }
}
