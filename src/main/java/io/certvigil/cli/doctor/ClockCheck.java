package io.certvigil.cli.doctor;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Compares this machine's clock with Cloudflare's. */
final class ClockCheck {
  private static final Duration ODD = Duration.ofMinutes(1);

  /** From this difference on, the daemon uses Cloudflare's time instead. */
  private static final Duration WRONG = Duration.ofMinutes(5);

  private ClockCheck() {}

  /**
   * Evaluates a difference.
   *
   * @param skew the machine's clock minus Cloudflare's; null if Cloudflare did not respond
   */
  static Check of(@Nullable Duration skew) {
    if (skew == null) {
      return Check.warning("clock", "no response from Cloudflare to compare it with");
    }
    long seconds = skew.abs().toSeconds();
    var way = skew.isNegative() ? " behind Cloudflare's" : " ahead of Cloudflare's";
    var says = seconds + " s" + way;
    if (skew.abs().compareTo(WRONG) >= 0) {
      return Check.failed("clock", says + ": set it and synchronize it with NTP");
    }
    return skew.abs().compareTo(ODD) >= 0
        ? Check.warning("clock", says + ": synchronize it with NTP")
        : Check.ok("clock", "agrees with Cloudflare's");
  }
}
