package io.certvigil.app;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this machine's clock may be believed for decisions. Just started, it is not, until
 * Cloudflare has answered once; where Cloudflare says nothing, it is after a quarter of an hour,
 * for a certificate expires all the same. A clock that Cloudflare contradicts is said so, once.
 */
final class ClockGuard {
  static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final Logger log = LoggerFactory.getLogger(ClockGuard.class);

  private final Supplier<Optional<Duration>> skew;
  private final long startedNanos = System.nanoTime();
  private boolean contradicted;

  /**
   * Begins its patience.
   *
   * @param skew our clock minus Cloudflare's; empty before its first answer
   */
  ClockGuard(Supplier<Optional<Duration>> skew) {
    this.skew = skew;
  }

  /** How long this daemon has been awake. */
  Duration awake() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  /** Asked by one thread, each minute. */
  boolean mayDecide() {
    var found = skew.get();
    found.ifPresent(this::say);
    return found.isPresent() || awake().compareTo(PATIENCE) >= 0;
  }

  private void say(Duration found) {
    boolean wrong = found.abs().compareTo(TOLERANCE) >= 0;
    if (wrong != contradicted) {
      contradicted = wrong;
      log.atWarn()
          .addKeyValue("skew", found)
          .log(
              wrong
                  ? "this clock is not Cloudflare's: days to expiry are wrong by as much; set it"
                  : "this clock agrees with Cloudflare's again");
    }
  }
}
