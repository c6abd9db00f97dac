package io.certvigil.policy;

import static io.certvigil.policy.TestCertificates.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.policy.SimulatedHealth.ListHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Random lists that fail and recover: checks the invariants after every step. */
class HealthOracleTest {
  private static final List<FaultReason> REASONS =
      List.of(
          FaultReason.TIMEOUT,
          FaultReason.HTTP_5XX,
          FaultReason.FORBIDDEN,
          FaultReason.UNAUTHORIZED);

  @Test
  void everyHistory_keepsTheInvariants() {
    LongStream.range(0, 300).parallel().forEach(HealthOracleTest::run);
  }

  private static void run(long seed) {
    var history = new History(seed);
    try {
      history.play();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed + " at " + history.now, e);
    }
  }

  private static final class History {
    private final Random random;
    private final SimulatedHealth state = new SimulatedHealth();
    private Instant now = TODAY;

    History(long seed) {
      this.random = new Random(seed * 7_919 + 17);
      for (int list = 0; list < 1 + random.nextInt(6); list++) {
        state.list("s" + list);
      }
    }

    void play() {
      for (int step = 0; step < 150; step++) {
        now = now.plusSeconds(60 + random.nextInt(3_600));
        var reason = REASONS.get(random.nextInt(REASONS.size()));
        var dark = random.nextInt(3) == 0;
        for (var list : state.lists.values()) {
          if (random.nextInt(3) != 0) {
            if (dark || random.nextInt(4) == 0) {
              list.failed(now, new Fault(reason, ""));
            } else {
              list.complete(now);
            }
          }
        }
        step();
      }
    }

    private void step() {
      var fired = firing();
      for (var event : state.decide(now)) {
        if (event.type() == EventType.SOURCE_RECOVERED) {
          assertThat(fired).as("recovers").contains(event.alert().id().key());
        }
      }
      assertThat(firing()).containsAll(alertKeys());
      // An alert without lists stays open only if a list is waiting to be told.
      var waits =
          state.lists.values().stream().anyMatch(list -> list.alertKey == null && !readable(list));
      assertThat(waits || alertKeys().equals(firing())).isTrue();
      state.lists.values().forEach(this::check);
    }

    private void check(ListHealth list) {
      if (!readable(list) && stale(list) && list.alertKey == null) {
        assertThat(state.alerts.values()).as("not reported").anyMatch(Alert::firing);
      }
    }

    private boolean readable(ListHealth list) {
      return list.fault == null && list.completeAt != null && !stale(list);
    }

    /** Whether it was readable, but not for two and a half intervals. */
    private boolean stale(ListHealth list) {
      return list.completeAt != null
          && Duration.between(list.completeAt, now).compareTo(Duration.ofMinutes(150)) > 0;
    }

    private Set<String> alertKeys() {
      return state.lists.values().stream()
          .map(list -> list.alertKey)
          .filter(Objects::nonNull)
          .collect(Collectors.toSet());
    }

    private Set<String> firing() {
      return state.alerts.values().stream()
          .filter(Alert::firing)
          .filter(alert -> alert.subject().kind() == EventType.SOURCE_UNREADABLE)
          .map(alert -> alert.id().key())
          .collect(Collectors.toSet());
    }
  }
}
