package io.certvigil.demo.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** A seeded random source of identifiers, choices and times, the same in every run. */
public final class SeededRandom {
  private final SplittableRandom random;

  public SeededRandom(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** 32 lower-case hex digits, like Cloudflare's identifiers. */
  public String id() {
    var bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  public String uuid() {
    var version4 = (random.nextLong() & ~0xf000L) | 0x4000L;
    var variant2 = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new UUID(version4, variant2).toString();
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** A whole second in [from, to). */
  Instant between(Instant from, Instant to) {
    var seconds = Duration.between(from, to).toSeconds();
    return from.plusSeconds(random.nextLong(seconds)).truncatedTo(ChronoUnit.SECONDS);
  }
}
