package io.certvigil.decade;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Simulates ten years of certificates, hour by hour: lost sweeps, crashes, renewals in time, late
 * and never. Every decision is compared with {@link ExpectedListEvents}. A violation names its
 * seed: {@code -Dcertvigil.model.seed=N} repeats that run, {@code certvigil.model.seeds} sets the
 * number of seeds from there, {@code certvigil.model.certificates} the number of certificates.
 */
class DecadeTest {
  private static final int YEARS = Integer.getInteger("certvigil.model.years", 10);
  private static final int CERTIFICATES = Integer.getInteger("certvigil.model.certificates", 2_000);
  private static final int SEEDS = Integer.getInteger("certvigil.model.seeds", 1);
  private static final long SEED = Long.getLong("certvigil.model.seed", 20_261_121L);
  private static final int LIST_SIZE = 12;

  private final RunCounts counts = new RunCounts();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();

  @Test
  void everyRung_isSentOnceInTenYears() {
    LongStream.range(SEED, SEED + SEEDS).parallel().forEach(this::run);

    System.out.printf(
        "decision model: %d seeds from %d, %d certificates at a time, %d years: %s%n",
        SEEDS, SEED, CERTIFICATES, YEARS, counts);
    assertThat(violations.stream().limit(3)).as(violations.size() + " violations").isEmpty();
    assertThat(counts.of("events")).isPositive();
  }

  private void run(long seed) {
    var weather = new OutageSchedule(seed, YEARS);
    IntStream.range(0, Math.ceilDiv(CERTIFICATES, LIST_SIZE))
        .parallel()
        .forEach(list -> run(seed, list, weather));
  }

  private void run(long seed, int list, OutageSchedule weather) {
    var kinds = List.of(ListKind.values());
    var kind = kinds.get((int) Math.floorMod(seed + list, (long) kinds.size()));
    int size = Math.min(LIST_SIZE, CERTIFICATES - list * LIST_SIZE);
    try {
      new SimulatedList(kind, size, seed * 1_000_003 + list, weather, YEARS, counts).run();
    } catch (RuntimeException | AssertionError e) {
      violations.add(
          "-Dcertvigil.model.seed=" + seed + ", list " + list + " of " + kind + ": " + e);
    }
  }
}
