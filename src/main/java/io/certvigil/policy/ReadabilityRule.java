package io.certvigil.policy;

import io.certvigil.model.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is to be said of one scope's (or discovery's) readability. */
final class ReadabilityRule {
  static final String GONE = "gone";

  private static final Duration SURE = Duration.ofMinutes(5);
  private static final Duration LONG = Duration.ofHours(3);
  private static final int TWICE = 2;
  private static final int THRICE = 3;

  private final Health health;
  private final Instant now;

  ReadabilityRule(Health health, Instant now) {
    this.health = health;
    this.now = now;
  }

  /** The reason under which it is to be alerted; empty where nothing is wrong, or not yet. */
  Optional<String> fault() {
    if (health.goneSince() != null) {
      return Optional.of(GONE);
    }
    if (health.neverPermitted() || !(stale() || rejected() || failedThrice())) {
      return Optional.empty();
    }
    var fault = health.fault();
    return Optional.of((fault == null ? Reason.TIMEOUT : fault.reason()).word());
  }

  /** Whether it is proved readable, so that what was told of it is over. No failure proves that. */
  boolean recovered() {
    if (health.goneSince() != null) {
      return false;
    }
    return health.neverPermitted()
        || (health.completeAt() != null && health.fault() == null && !stale());
  }

  /** No complete reading for two and a half intervals. */
  private boolean stale() {
    var complete = health.completeAt();
    var since = complete == null ? health.watchedSince() : complete;
    return Duration.between(since, now).compareTo(patience()) > 0;
  }

  /** A schedule with a long gap, such as a weekend, must not hide that its readings fail. */
  private boolean failedThrice() {
    var since = health.failingSince();
    var last = health.attemptedAt();
    return since != null
        && last != null
        && health.failures() >= THRICE
        && Duration.between(since, last).compareTo(shorter(LONG, patience())) >= 0;
  }

  private Duration patience() {
    return health.interval().multipliedBy(5).dividedBy(2);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Turned away twice, far enough apart to be meant. */
  private boolean rejected() {
    var since = health.failingSince();
    if (since == null || health.failures() < TWICE) {
      return false;
    }
    var last = health.attemptedAt() == null ? now : health.attemptedAt();
    var apart = shorter(SURE, health.interval());
    return (failsWith(Reason.UNAUTHORIZED) || failsWith(Reason.FORBIDDEN))
        && Duration.between(since, last).compareTo(apart) >= 0;
  }

  private boolean failsWith(Reason reason) {
    var fault = health.fault();
    return fault != null && fault.reason() == reason;
  }
}
