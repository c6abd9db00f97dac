package io.certvigil.policy;

import static io.certvigil.policy.TestCertificates.HOUR;
import static io.certvigil.policy.TestCertificates.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
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
    LongStream.range(0, 300).parallel().forEach(seed -> new History(seed).play());
  }

  private static final class SimulatedScope {
    private @Nullable Instant attemptedAt;
    private @Nullable Instant completeAt;
    private @Nullable Fault fault;
    private @Nullable Instant failingSince;
    private int failures;
    private @Nullable String alertKey;

    void read(Instant now, @Nullable FaultReason reason) {
      attemptedAt = now;
      failures = reason == null ? 0 : failures + 1;
      if (reason == null) {
        completeAt = now;
        failingSince = null;
      } else if (fault == null || fault.reason() != reason) {
        failingSince = now;
      }
      fault = reason == null ? null : new Fault(reason, "");
    }

    Health health(String key) {
      return new Health(
          key,
          "list " + key,
          "main",
          null,
          HOUR,
          TODAY,
          attemptedAt,
          completeAt,
          fault,
          failingSince,
          failures,
          null,
          alertKey);
    }

    /** Whether it was readable, but not for two and a half intervals. */
    boolean stale(Instant now) {
      return completeAt != null
          && Duration.between(completeAt, now).compareTo(Duration.ofMinutes(150)) > 0;
    }

    boolean waitsForAlert(Instant now) {
      return alertKey == null && !readable(now);
    }

    boolean readable(Instant now) {
      return fault == null && completeAt != null && !stale(now);
    }
  }

  private static final class History {
    private final long seed;
    private final Random random;
    private final Map<String, SimulatedScope> scopes = new LinkedHashMap<>();
    private final Map<String, Alert> alerts = new LinkedHashMap<>();
    private final Set<String> ids = new HashSet<>();
    private Instant now = TODAY;

    History(long seed) {
      this.seed = seed;
      this.random = new Random(seed * 7_919 + 17);
      for (int scope = 0; scope < 1 + random.nextInt(6); scope++) {
        scopes.put("s" + scope, new SimulatedScope());
      }
    }

    void play() {
      for (int step = 0; step < 150; step++) {
        now = now.plusSeconds(60 + random.nextInt(3_600));
        var reason = REASONS.get(random.nextInt(REASONS.size()));
        var dark = random.nextInt(3) == 0;
        for (var scope : scopes.values()) {
          if (random.nextInt(3) != 0) {
            scope.read(now, dark || random.nextInt(4) == 0 ? reason : null);
          }
        }
        step();
      }
    }

    private void step() {
      var fired = firing();
      for (var event : decide().events()) {
        var key = event.alert().id().key();
        assertThat(ids.add(event.id())).as("an id twice, seed %s", seed).isTrue();
        if (event.type() == EventType.SOURCE_RECOVERED) {
          assertThat(fired).as("recovers, seed %s", seed).contains(key);
        }
      }
      var again = decide();
      assertThat(again.events()).as("again, seed %s", seed).isEmpty();
      assertThat(again.alerts()).as("again, seed %s", seed).isEmpty();
      assertThat(firing()).as("seed %s at %s", seed, now).containsAll(alertKeys());
      // An alert without scopes stays open only if a scope is waiting to join it.
      var waits = scopes.values().stream().anyMatch(scope -> scope.waitsForAlert(now));
      assertThat(waits || alertKeys().equals(firing())).as("seed %s at %s", seed, now).isTrue();
      scopes.values().forEach(this::check);
    }

    private void check(SimulatedScope scope) {
      if (scope.readable(now)) {
        assertThat(scope.alertKey).as("readable, seed %s", seed).isNull();
      } else if (scope.stale(now) && scope.alertKey == null) {
        // It may wait for others to be reported together, at most an hour after the alert's last
        // event.
        assertThat(alerts.values())
            .as("not reported, seed %s at %s", seed, now)
            .anyMatch(alert -> alert.firing() && alert.progress().rungAt().plus(HOUR).isAfter(now));
      }
    }

    private Set<String> alertKeys() {
      var told = new HashSet<String>();
      scopes.values().stream()
          .map(scope -> scope.alertKey)
          .filter(Objects::nonNull)
          .forEach(told::add);
      return told;
    }

    private Set<String> firing() {
      var firing = new HashSet<String>();
      alerts.values().stream().filter(Alert::firing).forEach(alert -> firing.add(alert.id().key()));
      return firing;
    }

    private HealthDecision decide() {
      var healths = new ArrayList<Health>();
      scopes.forEach((key, scope) -> healths.add(scope.health(key)));
      var decision =
          new Policy(PolicySettings.DEFAULTS)
              .decideHealth(healths, List.copyOf(alerts.values()), now);
      decision.alerts().forEach(alert -> alerts.put(alert.id().key(), alert));
      decision.cleared().forEach(key -> of(key).alertKey = null);
      decision.alertKeys().forEach((key, under) -> of(key).alertKey = under);
      return decision;
    }

    private SimulatedScope of(String key) {
      return Objects.requireNonNull(scopes.get(key));
    }
  }
}
