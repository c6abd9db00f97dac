package io.certvigil.policy;

import static io.certvigil.policy.InMemoryPolicyStore.at;
import static io.certvigil.policy.InMemoryPolicyStore.brief;
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

/** What becomes of an alert when the config changes. */
class ChangedConfigTest {
  private static final Certificate A = certificate("a").endsIn(100).build();
  private static final Certificate NEAR = certificate("a").endsIn(20).build();

  private final InMemoryPolicyStore line = new InMemoryPolicyStore();

  @Test
  void changedRungs_rebaseSilently() {
    line.read(0, NEAR);
    line.config(rungs(25, 10));

    assertThat(line.tick(0.1)).isEmpty();
    assertThat(line.tick(6.5)).isEmpty();
    assertThat(brief(line.tick(10))).containsExactly("escalated 10d warning");
  }

  @Test
  void changedRungs_areToldWhereTheSeverityRises() {
    line.read(0, certificate("a").endsIn(40).build());
    line.config(rungs(45, 28));

    assertThat(line.tick(0.1)).isEmpty();
    line.config(override(null, Severity.CRITICAL, false));
    assertThat(brief(line.tick(0.2))).containsExactly("escalated 45d critical");
    assertThat(line.tick(0.3)).isEmpty();
  }

  @Test
  void reminderNumbers_areNeverGivenTwiceAlthoughTheConfigChanges() {
    line.read(0, certificate("a").endsIn(29).build());
    line.tick(7);
    line.config(override(null, Severity.CRITICAL, false));
    line.tick(8);

    assertThat(brief(line.tick(9))).containsExactly("reminder 30d #9 critical");
    line.config(PolicySettings.DEFAULTS);
    assertThat(line.tick(10)).isEmpty();
    assertThat(line.tick(14)).isEmpty();
  }

  @Test
  void rungCrossedWhileTheConfigChanged_isTold() {
    line.read(0, NEAR);
    line.config(rungs(25, 7));

    assertThat(brief(line.tick(21))).containsExactly("expired 0 critical");
  }

  @Test
  void noRungAnyMore_resolves() {
    line.read(0, NEAR);
    line.config(rungs(10));

    assertThat(brief(line.tick(1))).containsExactly("resolved 30d warning rungs_changed");
    assertThat(line.last().nextAt()).isEqualTo(at(10));
    assertThat(brief(line.tick(10))).containsExactly("expiring 10d warning");
  }

  @Test
  void rungReachedThroughAChangedConfig_fires() {
    line.read(0, A);
    line.config(rungs(120));

    assertThat(brief(line.tick(1))).containsExactly("expiring 120d info");
  }

  @Test
  void mute_tellsNothing() {
    line.read(0, NEAR);
    line.config(override(null, null, true));

    assertThat(brief(line.tick(1))).containsExactly("resolved 30d warning rungs_changed");
    assertThat(line.read(2, certificate("a").endsIn(20).status("revoked").build())).isEmpty();
    line.read(3);
    assertThat(line.read(4)).isEmpty();
  }

  @Test
  void fixedSeverity_holdsForEveryRung() {
    line.config(override(List.of(days(25)), Severity.INFO, false));

    assertThat(brief(line.read(0, NEAR))).containsExactly("expiring 25d info");
    assertThat(brief(line.tick(20))).containsExactly("expired 0 info");
    assertThat(line.tick(50)).isEmpty();
  }

  @Test
  void expiry_isToldAlsoWhenTheConfigChangedMeanwhileAndNothingIsWorse() {
    line.read(0, certificate("a").endsIn(6).build());
    line.config(rungs(25, 8));

    assertThat(brief(line.tick(6.5))).containsExactly("expired 0 critical");
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
