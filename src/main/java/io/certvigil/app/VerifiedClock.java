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
 * The time, as well as it can be known here. The wall clock is believed as long as it keeps pace
 * with the monotonic one and Cloudflare's {@code Date} does not contradict it; a clock that jumped
 * is held where it was until Cloudflare has spoken, and where two answers agree that it is wrong,
 * Cloudflare's time is the time. Safe from any thread.
 *
 * <p>While it is in doubt nothing should be decided: {@link #mayDecide}. Just started it is, until
 * Cloudflare has answered; where Cloudflare says nothing, it is believed after a quarter of an
 * hour, for a certificate expires all the same.
 */
final class VerifiedClock implements InstantSource {
  static final Duration PATIENCE = Duration.ofMinutes(15);
  static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final Logger log = LoggerFactory.getLogger(VerifiedClock.class);

  private final InstantSource wall;
  private final LongSupplier nanos;
  private final long started;

  /** Wall minus monotonic, when last looked at. */
  private Duration lead;

  /** Wall minus what is told. */
  private Duration correction = Duration.ZERO;

  /** What one answer said and no second has confirmed yet. */
  private @Nullable Duration rumour;

  private @Nullable Duration skew;
  private boolean confirmed;
  private boolean doubted = true;
  private long doubtedSince;

  /**
   * Begins its patience.
   *
   * @param nanos monotonic
   */
  VerifiedClock(InstantSource wall, LongSupplier nanos) {
    this.wall = wall;
    this.nanos = nanos;
    started = nanos.getAsLong();
    doubtedSince = started;
    lead = lead(wall.instant());
  }

  private Duration lead(Instant now) {
    return Duration.between(Instant.EPOCH, now).minusNanos(nanos.getAsLong());
  }

  @Override
  public synchronized Instant instant() {
    var now = wall.instant();
    var found = lead(now);
    var jump = found.minus(lead);
    lead = found;
    if (jump.abs().compareTo(TOLERANCE) >= 0) {
      jumped(jump);
    }
    return now.minus(correction);
  }

  /**
   * Before Cloudflare has ever spoken there is nothing to hold on to: the wall may be set right.
   */
  private void jumped(Duration jump) {
    doubted = true;
    doubtedSince = nanos.getAsLong();
    rumour = null;
    if (confirmed) {
      correction = correction.plus(jump);
    }
    skew = skew == null ? null : skew.plus(jump);
    log.atWarn()
        .addKeyValue("by", jump)
        .log("this machine's clock jumped; nothing is decided until Cloudflare's agrees");
  }

  /**
   * Cloudflare told its time, just now. Of two answers at once the later may be heard first: that
   * is far less than what is tolerated.
   */
  synchronized void heard(Instant remote) {
    instant(); // a jump since the last look is not to be counted twice
    var found = Duration.between(remote, wall.instant());
    skew = found;
    if (near(found, correction)) {
      settle(found);
    } else if (rumour != null && near(found, rumour)) {
      settle(found);
    } else {
      rumour = found; // one strange answer may come from anybody between
    }
  }

  private static boolean near(Duration one, Duration other) {
    return one.minus(other).abs().compareTo(TOLERANCE) < 0;
  }

  private void settle(Duration found) {
    boolean wrong = found.abs().compareTo(TOLERANCE) >= 0;
    if (wrong != !correction.isZero()) {
      log.atWarn()
          .addKeyValue("skew", found)
          .log(
              wrong
                  ? "this machine's clock is not Cloudflare's, whose is used instead; set it"
                  : "this machine's clock agrees with Cloudflare's again");
    }
    correction = wrong ? found : Duration.ZERO;
    rumour = null;
    confirmed = true;
    doubted = false;
  }

  synchronized boolean mayDecide() {
    instant();
    return !doubted || since(doubtedSince).compareTo(PATIENCE) >= 0;
  }

  /** Whether Cloudflare has said what time it is and nothing has happened to the clock since. */
  synchronized boolean confirmed() {
    instant();
    return confirmed && !doubted;
  }

  /** Whether one answer contradicts it, and no second one has said yet which of them is right. */
  synchronized boolean contradicted() {
    return rumour != null;
  }

  /** The machine's clock minus Cloudflare's; empty before its first answer. */
  synchronized Optional<Duration> skew() {
    return Optional.ofNullable(skew);
  }

  /** How long this daemon has been awake. */
  Duration awake() {
    return since(started);
  }

  private Duration since(long moment) {
    return Duration.ofNanos(nanos.getAsLong() - moment);
  }

  /** The same moment as the machine's clock, and so Quartz, would call it. */
  synchronized Instant onTheWall(Instant moment) {
    return moment.plus(correction);
  }
}
