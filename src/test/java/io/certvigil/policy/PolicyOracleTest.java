package io.certvigil.policy;

import static io.certvigil.policy.TestCertificates.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Compares random histories over simulated time with {@link ExpectedEvents}. A failure names its
 * seed: {@code -Dcertvigil.seed=N} repeats that history, {@code -Dcertvigil.runs=N} runs this many
 * from there.
 */
class PolicyOracleTest {
  private static final int ENOUGH = 150;
  private static final Long SEED = Long.getLong("certvigil.seed");
  private static final int RUNS = Integer.getInteger("certvigil.runs", SEED == null ? 150 : 1);

  private final Set<String> kinds = new ConcurrentSkipListSet<>();

  @Test
  void everyHistory_givesTheExpectedEvents() {
    var first = SEED == null ? TODAY.getEpochSecond() : SEED;

    LongStream.range(first, first + RUNS).parallel().forEach(this::run);

    if (RUNS >= ENOUGH) {
      assertThat(new TreeSet<>(kinds))
          .as("kinds of events in all histories")
          .isEqualTo(everything());
    }
  }

  /**
   * Every id once, one firing row per key, an alert for everything expired: checked by {@link
   * RandomHistory}.
   */
  @Test
  void everyHistory_keepsTheInvariantsUnderChangingConfigs() {
    var first = SEED == null ? TODAY.getEpochSecond() : SEED;

    LongStream.range(first, first + RUNS)
        .parallel()
        .forEach(PolicyOracleTest::runWithConfigChanges);
  }

  private static void runWithConfigChanges(long seed) {
    try {
      new RandomHistory(seed, true).run();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("again with -Dcertvigil.seed=" + seed, e);
    }
  }

  private void run(long seed) {
    var world = new RandomHistory(seed, false);
    try {
      world.run();
      assertThat(world.describedEvents()).isEqualTo(world.oracle().expected());
      world
          .describedEvents()
          .values()
          .forEach(lines -> lines.forEach(line -> kinds.add(kind(line))));
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("again with -Dcertvigil.seed=" + seed, e);
    }
  }

  /** The word after the time; for a resolution with its reason. */
  private static String kind(String line) {
    var words = line.split(" ", -1);
    return words[1].equals("resolved") ? words[1] + " " + words[2] : words[1];
  }

  private static Set<String> everything() {
    return new TreeSet<>(
        Set.of(
            "appeared",
            "disappeared",
            "escalated",
            "expired",
            "expiring",
            "expiry_unknown",
            "reminder",
            "renewed",
            "resolved expiry_corrected",
            "resolved not_in_use",
            "resolved removed",
            "resolved renewed",
            "resolved revoked",
            "resolved superseded",
            "source.recovered",
            "source.unreadable",
            "status_changed"));
  }
}
