package io.certvigil.demo;

import java.time.Instant;

/** An estate as a company would have it. */
final class Lifelike {
  private final long seed;
  private final Instant now;

  Lifelike(long seed, Instant now) {
    this.seed = seed;
    this.now = now;
  }

  Estate build() {
    return new Plain(seed, now).build(3, 12, 15);
  }
}
