package io.certvigil.policy;

import io.certvigil.model.FaultReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides whether one scope (or discovery) is unreadable or readable again. */
final class ReadabilityRule {
  static final String GONE = "gone";

  private static final Duration REJECTED_FOR_AT_LEAST = Duration.ofMinutes(5);
  private static final Duration FAILING_FOR_AT_LEAST = Duration.ofHours(3);
  private static final int TWICE = 2;
  private static final int THRICE = 3;

  private final Health health;
  private final Instant now;

  ReadabilityRule(Health health, Instant now) {
    this.health = health;
    this.now = now;
  }

  /**
   * The reason with which it must be reported; empty if it is readable or has not failed for long
   * enough.
   */
  Optional<String> unreadableReason() {
    if (health.goneSince() != null) {
      return Optional.of(GONE);
    }
    if (health.neverPermitted() || !(stale() || isRejected() || failsRepeatedly())) {
      return Optional.empty();
    }
    var fault = health.fault();
    return Optional.of((fault == null ? FaultReason.TIMEOUT : fault.reason()).word());
  }

  /**
   * Whether a reading proved it readable, so that its alert can be resolved. No failure proves
   * that.
   */
  boolean isReadableAgain() {
    if (health.goneSince() != null) {
      return false;
    }
    return health.neverPermitted()
        || (health.completeAt() != null && health.fault() == null && !stale());
  }

  /**
   * No complete reading for two and a half intervals, which count from when the interval was
   * applied: under the longer one before, the list was not late.
   */
  private boolean stale() {
    var complete = health.completeAt();
    var read = complete == null ? health.watchedSince() : complete;
    var applied = health.intervalSince();
    var since = applied == null ? read : Health.later(read, applied);
    return Duration.between(since, now).compareTo(health.staleAfter()) > 0;
  }

  /** Repeated failures count even if the schedule has a long gap, such as a weekend. */
  private boolean failsRepeatedly() {
    var since = health.failingSince();
    var last = health.attemptedAt();
    return since != null
        && last != null
        && health.failures() >= THRICE
        && Duration.between(since, last)
                .compareTo(shorter(FAILING_FOR_AT_LEAST, health.staleAfter()))
            >= 0;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /**
   * Rejected twice, far enough apart to rule out a transient error. A list that was never readable
   * may turn out to be outside the permissions, so {@code forbidden} does not count there.
   */
  boolean isRejected() {
    var since = health.failingSince();
    if (since == null || health.failures() < TWICE) {
      return false;
    }
    var last = health.attemptedAt() == null ? now : health.attemptedAt();
    var apart = shorter(REJECTED_FOR_AT_LEAST, health.interval());
    var forbidden = failsWith(FaultReason.FORBIDDEN) && health.completeAt() != null;
    return (failsWith(FaultReason.UNAUTHORIZED) || forbidden)
        && Duration.between(since, last).compareTo(apart) >= 0;
  }

  private boolean failsWith(FaultReason reason) {
    var fault = health.fault();
    return fault != null && fault.reason() == reason;
  }
}
