package io.certvigil.policy;

import static io.certvigil.policy.InMemoryPolicyStore.assertEvents;
import static io.certvigil.policy.InMemoryPolicyStore.at;
import static io.certvigil.policy.TestCertificates.certificate;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.policy.PolicySettings.ExpiryRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The effects of a config change on alerts. */
class ChangedConfigTest {
  private static final Certificate A = certificate("a").expiresIn(100).build();
  private static final Certificate NEAR = certificate("a").expiresIn(20).build();

  private final InMemoryPolicyStore store = new InMemoryPolicyStore();

  @Test
  void changedRungs_areAppliedWithoutAnEvent() {
    store.read(0, NEAR);
    store.configure(rungs(25, 10));

    assertThat(store.tick(0.1)).isEmpty();
    assertThat(store.tick(6.5)).isEmpty();
    assertEvents(store.tick(10), "escalated 10d warning");
  }

  @Test
  void changedRungs_giveAnEventIfTheSeverityRises() {
    store.read(0, certificate("a").expiresIn(40).build());
    store.configure(rungs(45, 28));

    assertThat(store.tick(0.1)).isEmpty();
    store.configure(override(null, Severity.CRITICAL, false));
    assertEvents(store.tick(0.2), "escalated 45d critical");
    assertThat(store.tick(0.3)).isEmpty();
  }

  @Test
  void reminderNumbers_areNeverReusedWhenTheConfigChanges() {
    store.read(0, certificate("a").expiresIn(29).build());
    store.tick(7);
    store.configure(override(null, Severity.CRITICAL, false));
    store.tick(8);

    assertEvents(store.tick(9), "reminder 30d #9 critical");
    store.configure(PolicySettings.DEFAULTS);
    assertThat(store.tick(10)).isEmpty();
    assertThat(store.tick(14)).isEmpty();
  }

  @Test
  void rungCrossedDuringAConfigChange_isSent() {
    store.read(0, NEAR);
    store.configure(rungs(25, 7));

    assertEvents(store.tick(21), "expired 0 critical");
  }

  @Test
  void alertAboveTheFirstRungOfANewConfig_isResolved() {
    store.read(0, NEAR);
    store.configure(rungs(10));

    assertEvents(store.tick(1), "resolved 30d warning rungs_changed");
    assertThat(store.last().nextAt()).isEqualTo(at(10));
    assertEvents(store.tick(10), "expiring 10d warning");
  }

  @Test
  void rungReachedByAConfigChange_fires() {
    store.read(0, A);
    store.configure(rungs(120));

    assertEvents(store.tick(1), "expiring 120d info");
  }

  @Test
  void mute_resolvesAndSendsNoEvents() {
    store.read(0, NEAR);
    store.configure(override(null, null, true));

    assertEvents(store.tick(1), "resolved 30d warning rungs_changed");
    assertThat(store.read(2, certificate("a").expiresIn(20).status("revoked").build())).isEmpty();
    store.read(3);
    assertThat(store.read(4)).isEmpty();
  }

  @Test
  void fixedSeverity_appliesToEveryRung() {
    store.configure(override(List.of(days(25)), Severity.INFO, false));

    assertEvents(store.read(0, NEAR), "expiring 25d info");
    assertEvents(store.tick(20), "expired 0 info");
    assertThat(store.tick(50)).isEmpty();
  }

  @Test
  void expired_isSentAfterAConfigChangeWithTheSameSeverity() {
    store.read(0, certificate("a").expiresIn(6).build());
    store.configure(rungs(25, 8));

    assertEvents(store.tick(6.5), "expired 0 critical");
  }

  private static PolicySettings rungs(int... days) {
    return new PolicySettings(
        IntStream.of(days).mapToObj(ChangedConfigTest::days).toList(), List.of());
  }

  private static PolicySettings override(
      @Nullable List<Duration> rungs, @Nullable Severity severity, boolean mute) {
    var match = new Matcher("", "", "", "", Map.of("team", "plat*"));
    return new PolicySettings(
        PolicySettings.DEFAULTS.rungs(),
        List.of(new ExpiryRule(match, rungs, severity, false, mute)));
  }

  private static Duration days(int days) {
    return Duration.ofDays(days);
  }
}
