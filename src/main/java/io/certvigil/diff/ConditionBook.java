package io.certvigil.diff;

import io.certvigil.model.Condition;
import io.certvigil.model.ConditionKind;
import io.certvigil.model.Finding;
import io.certvigil.model.Finding.Stage;
import io.certvigil.model.Findings;
import io.certvigil.model.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of one list, or of one zone, after an answer.
 *
 * @param current those that last, with what the answer says about them
 * @param ended by key, those that have ended: {@link #RECOVERED}, {@link #REPLACED} or {@link
 *     #REMOVED}
 */
public record ConditionBook(List<Condition> current, Map<String, String> ended) {
  public static final String RECOVERED = "recovered";

  /** Another kind of condition of the same subject took its place. */
  public static final String REPLACED = "replaced";

  public static final String REMOVED = "removed";

  private static final Duration FULL_ZONE = Duration.ofMinutes(15);
  private static final Duration OTHERS = Duration.ofDays(1);
  private static final Duration NEAR_END = Duration.ofDays(30);

  /** Since when a hidden subject is missing: never long enough. */
  private static final Instant NEVER_REMOVED = Instant.parse("9999-12-31T00:00:00Z");

  public ConditionBook {
    current = List.copyOf(current);
    ended = Map.copyOf(ended);
  }

  /**
   * What an answer proves.
   *
   * @param complete whether a subject without a finding counts as healthy
   * @param missing what it means that a subject is missing from a complete answer
   * @param interval between two readings
   * @param fullZone whether Cloudflare places the records of a validation itself
   */
  public record Proof(boolean complete, Missing missing, Duration interval, boolean fullZone) {
    Duration grace() {
      return fullZone ? FULL_ZONE : OTHERS;
    }
  }

  /** What it means that a complete answer does not contain a subject. */
  public enum Missing {
    /** It may have been removed. */
    MAY_BE_REMOVED,
    /** Nothing. */
    UNKNOWN,
    /** The credential may not see it any more, so nothing until it is seen again. */
    HIDDEN
  }

  /**
   * The conditions after this answer. A partial answer ends nothing; a condition has ended, and a
   * subject that is missing has been removed, once two complete answers in a row, some time apart,
   * do not show it.
   *
   * @param scope the key of the list, or {@link Condition#ofZone}
   * @param before those that lasted until now
   */
  public static ConditionBook after(
      String scope,
      Collection<Condition> before,
      Findings answer,
      ServingCertificates serving,
      Proof proof,
      Instant now) {
    var known = before.stream().collect(Collectors.toMap(Condition::key, one -> one));
    var current = new LinkedHashMap<String, Condition>();
    var seen = new HashSet<>(answer.subjects());
    var troubled = new HashSet<String>();
    for (var found : answer.found()) {
      var key = key(scope, found);
      seen.add(found.subject().id());
      troubled.add(found.subject().id());
      var finding = serving.appliedTo(found);
      current.put(key, condition(scope, key, known.get(key), finding, proof, now));
    }
    var ended = new LinkedHashMap<String, String>();
    for (var old : before) {
      if (!current.containsKey(old.key())) {
        settle(old, seen, troubled, proof, now, current, ended);
      }
    }
    return new ConditionBook(new ArrayList<>(current.values()), ended);
  }

  private static void settle(
      Condition old,
      Set<String> seen,
      Set<String> troubled,
      Proof proof,
      Instant now,
      Map<String, Condition> current,
      Map<String, String> ended) {
    var id = old.finding().subject().id();
    if (troubled.contains(id)) {
      ended.put(old.key(), REPLACED);
    } else if (seen.contains(id) && proof.complete()) {
      recover(old, proof, now, current, ended);
    } else if (seen.contains(id) || !proof.complete() || proof.missing() == Missing.UNKNOWN) {
      current.put(old.key(), old);
    } else if (proof.missing() == Missing.HIDDEN) {
      current.put(old.key(), old.withMissingSince(NEVER_REMOVED));
    } else if (old.missingSince() == null) {
      current.put(old.key(), old.withMissingSince(now));
    } else if (Absence.isLongEnough(old.missingSince(), proof.interval(), now)) {
      ended.put(old.key(), REMOVED);
    } else {
      current.put(old.key(), old);
    }
  }

  /**
   * What comes and goes from reading to reading has not ended: it takes two healthy ones in a row.
   */
  private static void recover(
      Condition old,
      Proof proof,
      Instant now,
      Map<String, Condition> current,
      Map<String, String> ended) {
    var since = old.healthySince();
    if (since != null && Absence.isLongEnough(since, proof.interval(), now)) {
      ended.put(old.key(), RECOVERED);
    } else {
      current.put(old.key(), old.withHealthySince(since == null ? now : since));
    }
  }

  /**
   * One alert is about one subject. A hostname that is at risk has another alert than one that only
   * lacks a certificate.
   */
  private static String key(String scope, Finding found) {
    var kind =
        found.kind() == ConditionKind.NOT_ISSUED ? ConditionKind.RENEWAL_BLOCKED : found.kind();
    return Key.shortOf("condition", kind.word(), scope, found.subject().id());
  }

  private static Condition condition(
      String scope,
      String key,
      @Nullable Condition before,
      Finding finding,
      Proof proof,
      Instant now) {
    var old = before == null || beginsAnew(before, finding) ? null : before;
    var since = old == null ? now : old.since();
    var told = before == null ? List.<Condition.Told>of() : before.told();
    var from = reportFrom(finding, since, proof.grace());
    boolean confirmed = (old != null && old.confirmed()) || !now.isBefore(from);
    return new Condition(
        key, scope, since, from, confirmed, deadline(finding, since), null, null, told, finding);
  }

  /**
   * Whether old errors beside an active certificate have become something else, whose time counts
   * from now.
   */
  private static boolean beginsAnew(Condition before, Finding finding) {
    return !before.confirmed()
        && before.finding().stage() == Stage.RENEWING
        && finding.stage() != Stage.RENEWING;
  }

  private static Instant reportFrom(Finding finding, Instant since, Duration grace) {
    return switch (finding.stage()) {
      case FAILED -> since;
      case PENDING -> since.plus(grace);
      case NEW -> since.plus(OTHERS);
      case RENEWING -> {
        var end = finding.servingUntil();
        // A day after Cloudflare begins to renew, old errors would be gone.
        var near = end == null ? since : end.minus(NEAR_END).plus(OTHERS);
        var late = since.plus(grace);
        yield near.isAfter(late) ? near : late;
      }
    };
  }

  private static @Nullable Instant deadline(Finding finding, Instant since) {
    var end = finding.servingUntil();
    return switch (finding.kind()) {
      case ZONE_AT_RISK, HOSTNAME_AT_RISK -> afterDays(finding.endsAfter(), since);
      case RENEWAL_BLOCKED, NOT_ISSUED -> {
        if (end != null) {
          yield end;
        }
        // Nothing is served: what has failed is overdue, what waits has as long as its records.
        yield finding.stage() == Stage.FAILED ? since : afterDays(finding.endsAfter(), since);
      }
    };
  }

  private static @Nullable Instant afterDays(int days, Instant since) {
    return days == 0 ? null : since.plus(Duration.ofDays(days));
  }
}
