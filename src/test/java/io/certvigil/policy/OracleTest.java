package io.certvigil.policy;

import static io.certvigil.policy.TestCertificates.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Random estates over simulated time against the {@link Oracle}. {@code -Dcertvigil.seed=N} runs
 * one again, {@code -Dcertvigil.runs=N} runs as many.
 */
class OracleTest {
  private static final int RUNS = Integer.getInteger("certvigil.runs", 300);
  private static final Long SEED = Long.getLong("certvigil.seed");

  @Test
  void everyHistory_isToldAsTheOracleSays() {
    var first = SEED == null ? TODAY.getEpochSecond() : SEED;

    LongStream.range(first, first + (SEED == null ? RUNS : 1)).parallel().forEach(OracleTest::play);
  }

  private static void play(long seed) {
    var world = new World(seed);
    try {
      world.play();
      assertThat(world.told()).isEqualTo(world.oracle().told());
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("again with -Dcertvigil.seed=" + seed, e);
    }
  }
}
