package io.certvigil.cli.doctor;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** This machine's clock against Cloudflare's. */
final class ClockCheck {
  private static final Duration ODD = Duration.ofMinutes(1);

  /** From here on the daemon takes Cloudflare's instead. */
  private static final Duration WRONG = Duration.ofMinutes(5);

  private ClockCheck() {}

  /**
   * What to say of it.
   *
   * @param skew the machine's clock minus Cloudflare's; null where Cloudflare told none
   */
  static Check of(@Nullable Duration skew) {
    if (skew == null) {
      return Check.warning("clock", "no answer of Cloudflare to compare it with");
    }
    long seconds = skew.abs().toSeconds();
    var way = skew.isNegative() ? " behind Cloudflare's" : " ahead of Cloudflare's";
    var says = seconds + " s" + way;
    if (skew.abs().compareTo(WRONG) >= 0) {
      return Check.failed("clock", says + ": set it, and keep it set with NTP");
    }
    return skew.abs().compareTo(ODD) >= 0
        ? Check.warning("clock", says + ": keep it set with NTP")
        : Check.ok("clock", "agrees with Cloudflare's");
  }
}
