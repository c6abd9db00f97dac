package io.certvigil.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wall clock, verified against the monotonic clock and Cloudflare's {@code Date} headers. If
 * the wall clock jumps, the time before the jump is continued until Cloudflare has answered; if two
 * answers agree that the wall clock is wrong, Cloudflare's time is used. Safe for use from any
 * thread.
 *
 * <p>While the time is in doubt, nothing should be decided: {@link #mayDecide}. It is in doubt
 * after the start and after a jump, until Cloudflare has answered. If Cloudflare does not answer,
 * it is trusted after a quarter of an hour, because certificates expire nevertheless.
 */
final class VerifiedClock implements InstantSource {
  /** After so long the time is trusted without an answer of Cloudflare. */
  static final Duration MAX_DOUBT = Duration.ofMinutes(15);

  /** Smaller differences are ignored. */
  static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final Logger log = LoggerFactory.getLogger(VerifiedClock.class);

  private final InstantSource wall;
  private final LongSupplier nanos;
  private final long started;

  /** Wall clock minus monotonic clock, at the last check. */
  private Duration offset;

  /** Wall clock minus the time that is returned. */
  private Duration correction = Duration.ZERO;

  /** The skew of one answer, which a second answer has not confirmed yet. */
  private @Nullable Duration unconfirmedSkew;

  private @Nullable Duration skew;
  private boolean confirmed;
  private boolean inDoubt = true;
  private long inDoubtSince;

  /**
   * In doubt at first.
   *
   * @param nanos monotonic
   */
  VerifiedClock(InstantSource wall, LongSupplier nanos) {
    this.wall = wall;
    this.nanos = nanos;
    started = nanos.getAsLong();
    inDoubtSince = started;
    offset = offset(wall.instant());
  }

  private Duration offset(Instant now) {
    return Duration.between(Instant.EPOCH, now).minusNanos(nanos.getAsLong());
  }

  @Override
  public synchronized Instant instant() {
    var now = wall.instant();
    var found = offset(now);
    var jump = found.minus(offset);
    offset = found;
    if (jump.abs().compareTo(TOLERANCE) >= 0) {
      handleJump(jump);
    }
    return now.minus(correction);
  }

  /**
   * Continues the time before the jump, if Cloudflare had confirmed it. Otherwise the wall clock is
   * followed, because it may just have been set to the right time.
   */
  private void handleJump(Duration jump) {
    inDoubt = true;
    inDoubtSince = nanos.getAsLong();
    unconfirmedSkew = null;
    if (confirmed) {
      correction = correction.plus(jump);
    }
    skew = skew == null ? null : skew.plus(jump);
    log.atWarn()
        .addKeyValue("by", jump)
        .log("the system clock jumped; decisions wait for Cloudflare's time");
  }

  /**
   * Compares with Cloudflare's time, as just received. Answers may arrive in the wrong order; that
   * difference is far below the tolerance.
   */
  synchronized void observeRemote(Instant remote) {
    instant(); // handles a jump since the last check, which must not be counted twice
    var found = Duration.between(remote, wall.instant());
    skew = found;
    if (near(found, correction) || (unconfirmedSkew != null && near(found, unconfirmedSkew))) {
      accept(found);
    } else {
      unconfirmedSkew = found; // a single answer may be wrong, for example from a proxy
    }
  }

  private static boolean near(Duration one, Duration other) {
    return one.minus(other).abs().compareTo(TOLERANCE) < 0;
  }

  private void accept(Duration found) {
    boolean wrong = found.abs().compareTo(TOLERANCE) >= 0;
    if (wrong != !correction.isZero()) {
      log.atWarn()
          .addKeyValue("skew", found)
          .log(
              wrong
                  ? "the system clock is wrong; using Cloudflare's time until it is set"
                  : "the system clock agrees with Cloudflare's again");
    }
    correction = wrong ? found : Duration.ZERO;
    unconfirmedSkew = null;
    confirmed = true;
    inDoubt = false;
  }

  /** Whether alerts may be decided by this time. */
  synchronized boolean mayDecide() {
    instant();
    return !inDoubt || since(inDoubtSince).compareTo(MAX_DOUBT) >= 0;
  }

  /** Whether Cloudflare has confirmed the time and the clock has not jumped since. */
  synchronized boolean confirmed() {
    instant();
    return confirmed && !inDoubt;
  }

  /** Whether one answer contradicts this clock and a second one has not shown which is wrong. */
  synchronized boolean contradicted() {
    return unconfirmedSkew != null;
  }

  /** The system clock minus Cloudflare's; empty before the first answer. */
  synchronized Optional<Duration> skew() {
    return Optional.ofNullable(skew);
  }

  /** How long this daemon has been running, by the monotonic clock. */
  Duration uptime() {
    return since(started);
  }

  private Duration since(long moment) {
    return Duration.ofNanos(nanos.getAsLong() - moment);
  }

  /** Converts to the uncorrected time of the system clock, which Quartz uses. */
  synchronized Instant toWallClock(Instant moment) {
    return moment.plus(correction);
  }
}
