package io.certvigil.cloudflare;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares our clock with the {@code Date} of Cloudflare's answers, which tells whole seconds. */
final class RemoteClock {
  private final InstantSource clock;
  private volatile @Nullable Instant first;
  private volatile @Nullable Duration skew;

  RemoteClock(InstantSource clock) {
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  /** An answer of the API came, and this was its {@code Date}. */
  void answered(@Nullable String date) {
    RateHeaders.date(date).ifPresent(remote -> compare(clock.instant(), remote));
  }

  private void compare(Instant now, Instant remote) {
    skew = Duration.between(remote, now);
    if (first == null) {
      first = now;
    }
  }

  /** By our clock; empty before the first answer. */
  Optional<Instant> firstAnswerAt() {
    return Optional.ofNullable(first);
  }

  /** Ours minus the API's; empty before the first answer. */
  Optional<Duration> skew() {
    return Optional.ofNullable(skew);
  }
}
