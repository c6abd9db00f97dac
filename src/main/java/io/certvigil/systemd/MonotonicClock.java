package io.certvigil.systemd;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;

/** Reads {@code CLOCK_MONOTONIC}, the clock that systemd requires in reload messages. */
final class MonotonicClock {
  private static final int CLOCK_MONOTONIC = 1;
  private static final long MICROS = 1_000_000;
  private static final long NANOS = 1_000;

  private MonotonicClock() {}

  static long micros() {
    try (var arena = Arena.ofConfined()) {
      var time = arena.allocate(JAVA_LONG, 2);
      NativeCalls.clock(arena, CLOCK_MONOTONIC, time);
      return time.getAtIndex(JAVA_LONG, 0) * MICROS + time.getAtIndex(JAVA_LONG, 1) / NANOS;
    }
  }
}
