package io.certvigil.cloudflare;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Compares our clock with the {@code Date} of Cloudflare's answers, which tells whole seconds. */
final class RemoteClock {
  private final InstantSource clock;
  private volatile @Nullable Instant first;
  private volatile @Nullable Duration skew;
  private volatile Consumer<Duration> listener = compared -> {};

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
    var found = Duration.between(remote, now);
    skew = found;
    listener.accept(found);
    if (first == null) {
      first = now;
    }
  }

  void tell(Consumer<Duration> listener) {
    this.listener = listener;
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
