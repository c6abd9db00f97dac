package io.certvigil.policy;

import static io.certvigil.policy.TestCertificates.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.policy.ChannelStatus.Failures;
import io.certvigil.policy.DaemonHealth.ChannelHealth;
import io.certvigil.policy.DaemonHealth.CredentialHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Compares random histories of a daemon with a simple model of the rules. A failure names its seed.
 */
class DaemonHealthOracleTest {
  private static final List<Integer> RUNGS = List.of(0, 1, 3, 7, 14, 30, 60);

  @Test
  void everyHistory_givesTheExpectedEvents() {
    LongStream.range(0, 300).parallel().forEach(seed -> new DaemonHistory(seed).run());
  }

  /** One daemon with one channel, one credential, a clock and a store. */
  private static final class DaemonHistory {
    private final long seed;
    private final Random random;
    private final Policy policy = new Policy(PolicySettings.DEFAULTS);
    private final Map<String, Alert> alerts = new LinkedHashMap<>();
    private final HashSet<String> ids = new HashSet<>();
    private Instant now = TODAY;
    private @Nullable Failures failures;
    private Instant end = TODAY.plus(Duration.ofDays(90));
    private boolean channelFires;
    private boolean skewed;
    private boolean low;
    private @Nullable Instant firingEnd;
    private int rung;

    DaemonHistory(long seed) {
      this.seed = seed;
      this.random = new Random(seed * 7_919 + 17);
    }

    void run() {
      for (int step = 0; step < 150; step++) {
        now = now.plusSeconds(random.nextInt(2) == 0 ? random.nextInt(1_200) : 90_000);
        step();
      }
    }

    private void step() {
      var expected = new ArrayList<String>();
      var self =
          new DaemonHealth(
              channel(expected), credential(expected), skew(expected), store(expected));
      var decision = policy.decideDaemonHealth(self, List.copyOf(alerts.values()), now);
      for (var event : decision.events()) {
        assertThat(ids.add(event.id())).as("an id twice, seed %s", seed).isTrue();
      }
      assertThat(decision.events().stream().map(DaemonHistory::text))
          .as("seed %s at %s", seed, now)
          .containsExactlyInAnyOrderElementsOf(expected);
      decision
          .alerts()
          .forEach(alert -> alerts.put(alert.id().key() + alert.id().incarnation(), alert));
      var again = policy.decideDaemonHealth(self, List.copyOf(alerts.values()), now);
      assertThat(again.alerts()).as("again, seed %s", seed).isEmpty();
      assertThat(again.events()).isEmpty();
    }

    private List<ChannelHealth> channel(List<String> expected) {
      var gone = random.nextInt(12) == 0;
      if (random.nextInt(3) == 0) {
        failures = null;
      } else {
        failures = failAgain(failures);
      }
      var some = failures;
      var sure = some != null && (channelFires || expectedFailing(some));
      var fires = sure && !gone;
      if (fires != channelFires) {
        expected.add(fires ? "channel.failing firing" : "channel.recovered resolved");
      }
      channelFires = fires;
      return gone ? List.of() : List.of(new ChannelHealth("hook", some, some == null ? null : "x"));
    }

    /** One more failed attempt, of a random kind. */
    private Failures failAgain(@Nullable Failures before) {
      boolean refusal = random.nextBoolean();
      var key = random.nextInt(6) == 0 ? "url" : null;
      return before == null
          ? new Failures(now, 1, refusal ? now : null, refusal ? 1 : 0, key)
          : new Failures(
              before.since(),
              before.attempts() + 1,
              before.refusedSince() == null && refusal ? now : before.refusedSince(),
              before.refusals() + (refusal ? 1 : 0),
              before.configKey() == null ? key : before.configKey());
    }

    private boolean expectedFailing(Failures some) {
      long seconds = Duration.between(some.since(), now).toSeconds();
      var refused = some.refusedSince();
      return some.configKey() != null
          || (some.attempts() > 1 && seconds >= 900)
          || (some.refusals() > 1
              && refused != null
              && Duration.between(refused, now).toSeconds() >= 300);
    }

    private List<CredentialHealth> credential(List<String> expected) {
      var known = random.nextInt(4) != 0;
      if (random.nextInt(60) == 0) {
        end = end.plus(Duration.ofDays(1 + random.nextInt(100)));
      }
      var counts = known ? end : firingEnd;
      if (firingEnd != null && !firingEnd.equals(counts)) {
        expected.add("credential.expiring resolved");
        firingEnd = null;
      }
      if (counts != null) {
        expectRung(counts, expected);
      }
      return List.of(new CredentialHealth("main", known ? end : null, known));
    }

    private void expectRung(Instant counts, List<String> expected) {
      var left = Duration.between(now, counts);
      var reached =
          RUNGS.stream().filter(days -> left.compareTo(Duration.ofDays(days)) <= 0).findFirst();
      if (reached.isPresent() && (firingEnd == null || reached.get() < rung)) {
        rung = reached.get();
        firingEnd = counts;
        expected.add("credential.expiring firing");
      }
    }

    private @Nullable Duration skew(List<String> expected) {
      if (random.nextInt(3) == 0) {
        return null;
      }
      var skew = Duration.ofSeconds(random.nextInt(720) - 360L);
      var wrong = Math.abs(skew.toSeconds()) >= 300;
      if (wrong != skewed) {
        expected.add("daemon.clock_skewed " + (wrong ? "firing" : "resolved"));
      }
      skewed = wrong;
      return skew;
    }

    private @Nullable String store(List<String> expected) {
      var isLow = random.nextInt(4) == 0;
      if (isLow != low) {
        expected.add("daemon.store_low " + (isLow ? "firing" : "resolved"));
      }
      low = isLow;
      return isLow ? "40 MB left" : null;
    }

    private static String text(Event event) {
      return event.type() + " " + event.alert().state().word();
    }
  }
}
