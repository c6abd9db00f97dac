package io.certvigil.cloudflare;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One credential at work: who asks, how fast, and how much is left. */
final class Link {
  private final String name;
  private final Identity identity;
  private final Limiter limiter;
  private volatile @Nullable Integer remaining;

  Link(String name, Credential credential, Limiter limiter) {
    this.name = name;
    this.identity = new Identity(credential);
    this.limiter = limiter;
  }

  String name() {
    return name;
  }

  Identity identity() {
    return identity;
  }

  Limiter limiter() {
    return limiter;
  }

  /** Takes in the {@code Ratelimit} header of an answer; nothing where it is missing. */
  void told(@Nullable String ratelimit) {
    RateHeaders.remaining(ratelimit)
        .ifPresent(
            left -> {
              remaining = left.requests();
              limiter.slow(left);
            });
  }

  @Nullable Integer remaining() {
    return remaining;
  }

  CredentialState state(Instant now) {
    var pause = limiter.paused();
    var until = pause.compareTo(Duration.ZERO) > 0 ? now.plus(pause) : null;
    return new CredentialState(name, until, remaining);
  }
}
