package io.certvigil.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Size and seed of the campaign, from system properties; the defaults are small. */
final class Campaign {
  static final int KILLS = Integer.getInteger("certvigil.kills", 5);

  /** Kills between changes of the config. */
  static final int CONFIG_KILLS = Integer.getInteger("certvigil.config_kills", 5);

  /** After this many minutes no further kill follows; 0 for no limit. */
  private static final int MINUTES = Integer.getInteger("certvigil.minutes", 0);

  private static final long BEGAN = System.nanoTime();

  /** Crashes at each crash point. */
  static final int CRASHES = Integer.getInteger("certvigil.deaths", 1);

  static final int DISK_FILLS = Integer.getInteger("certvigil.fulls", 1);
  static final int JUMPS = Integer.getInteger("certvigil.jumps", 3);
  static final int ALERTMANAGER_KILLS = Integer.getInteger("certvigil.alertmanager_kills", 0);

  /** The interval at which firing alerts are sent again to Alertmanager. */
  static final Duration REPEAT_INTERVAL = Duration.ofSeconds(Long.getLong("certvigil.again", 60));

  static final long SEED = Long.getLong("certvigil.seed", 20261121);

  /** Each receiver loses one in this many acknowledgements: 7 %. */
  static final int LOSES_EVERY = 14;

  private Campaign() {}

  static boolean isTimeUp() {
    return MINUTES > 0 && System.nanoTime() - BEGAN > TimeUnit.MINUTES.toNanos(MINUTES);
  }

  /** Skips the test if a prerequisite is missing; fails instead in CI. */
  static void require(boolean there, String what) {
    assertThat(there || !"true".equals(System.getenv("CI"))).as("in CI there is %s", what).isTrue();
    Assumptions.assumeTrue(there, () -> "missing: " + what);
  }

  /** Skips the test unless it was requested. */
  static void skipUnless(boolean wanted, String why) {
    Assumptions.assumeTrue(wanted, why);
  }

  static Random random(String what, int size) {
    print("%s: %d, certvigil.seed=%d".formatted(what, size, SEED));
    return new Random(SEED);
  }

  /** Prints figures for the person who runs the campaign; they are not log lines. */
  @SuppressWarnings("SystemOut")
  static void print(String line) {
    System.out.println(line);
  }

  static void table(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    for (var row : rows) {
      var line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        int at = column;
        int width = rows.stream().mapToInt(each -> each.get(at).length()).max().orElse(0);
        var left = column == 0 ? "-" : "";
        line.append(("%" + left + Math.max(1, width) + "s  ").formatted(row.get(column)));
      }
      print(line.toString().stripTrailing());
    }
  }
}
