package io.certvigil.policy;

import static io.certvigil.policy.TestCertificates.TODAY;
import static io.certvigil.policy.TestCertificates.WATCHED;
import static io.certvigil.policy.TestCertificates.certificate;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.model.Durations;
import io.certvigil.policy.PolicySettings.ExpiryRule;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LadderTest {
  private static final PolicySettings DEFAULTS = PolicySettings.DEFAULTS;

  @ParameterizedTest
  @CsvSource({
    "6, true, 2d 1d 0",
    "14, true, 2d 1d 0",
    "30, true, 112h 3d 56h 1d 0",
    "90, true, 20d 10d 7d 3d 1d 0",
    "365, true, 20d 10d 7d 3d 1d 0",
    "3650, true, 20d 10d 7d 3d 1d 0",
    "6, false, 3d 36h 18h 0",
    "14, false, 3d 1d 0",
    "30, false, 7d 3d 1d 0",
    "90, false, 30d 14d 7d 3d 1d 0",
    "365, false, 60d 30d 14d 7d 3d 1d 0",
    "3650, false, 60d 30d 14d 7d 3d 1d 0",
    // the edges between the rows of the table
    "9, false, 108h 54h 27h 0",
    "10, false, 3d 1d 0",
    "9, true, 3d 36h 1d 0",
    "19, true, 2d 1d 0",
    "20, true, 112h 3d 56h 1d 0",
    "44, true, 112h 3d 56h 1d 0",
    "45, true, 10d 7d 5d 3d 1d 0",
    "79, true, 25280m 12640m 7d 3d 1d 0",
    "80, true, 20d 10d 7d 3d 1d 0",
    "1, false, 12h 6h 3h 0",
  })
  void table(int days, boolean managed, String rungs) {
    assertThat(ladder(DEFAULTS, certificate("a").managed(managed).lasting(days).build()).text())
        .isEqualTo(rungs);
  }

  @Test
  void lifetime_isRoundedUpToWholeDays() {
    var justOver = certificate("a").lasting(Duration.ofDays(9).plusSeconds(1)).build();

    assertThat(ladder(DEFAULTS, justOver).text()).isEqualTo("3d 1d 0");
  }

  @Test
  void wholeLadder_whenTheLifetimeIsUnknown() {
    assertThat(ladder(DEFAULTS, certificate("a").build()).text())
        .isEqualTo("60d 30d 14d 7d 3d 1d 0");
    assertThat(ladder(DEFAULTS, certificate("a").managed(true).build()).text())
        .isEqualTo("20d 10d 7d 3d 1d 0");
  }

  @Test
  void validityDays_replaceAnUnknownLifetime() {
    var pack = certificate("a").attributes(Map.of("validity_days", "30")).build();

    assertThat(ladder(DEFAULTS, pack).text()).isEqualTo("7d 3d 1d 0");
  }

  @ParameterizedTest
  @CsvSource({
    "3650, false, 60d info 30d warning 14d warning 7d critical 3d critical 1d critical 0 critical",
    "90, false, 30d warning 14d warning 7d critical 3d critical 1d critical 0 critical",
    "14, false, 3d critical 1d critical 0 critical",
    "6, false, 3d warning 36h critical 18h critical 0 critical",
    "90, true, 20d warning 10d warning 7d critical 3d critical 1d critical 0 critical",
    "6, true, 2d warning 1d critical 0 critical",
    "2, true, 16h warning 8h critical 0 critical",
    "1, true, 8h warning 4h critical 0 critical",
  })
  void severities(int days, boolean managed, String expected) {
    var ladder = ladder(DEFAULTS, certificate("a").managed(managed).lasting(days).build());

    assertThat(
            ladder.rungs().stream()
                .map(rung -> Ladder.format(rung) + " " + ladder.severity(rung))
                .collect(Collectors.joining(" ")))
        .isEqualTo(expected);
  }

  @Test
  void override_isUsedAsGivenExceptRungsAsLongAsTheLifetime() {
    var settings = settings(rule("", Matcher.ALL, "90d", "45d", "30d", "5d"));

    assertThat(ladder(settings, certificate("a").lasting(45).build()).text()).isEqualTo("30d 5d 0");
    assertThat(ladder(settings, certificate("a").managed(true).lasting(60).build()).text())
        .isEqualTo("45d 30d 5d 0");
    assertThat(ladder(settings, certificate("a").build()).text()).isEqualTo("90d 45d 30d 5d 0");
  }

  @Test
  void mostSpecificOverride_wins() {
    var named = new Matcher("client_certificates", "*.com", "", "edge-*", Map.of());
    var zoned = new Matcher("client_certificates", "example.com", "", "", Map.of());
    var settings =
        settings(rule("", named, "9d"), rule("", zoned, "8d"), rule("", Matcher.ALL, "7d"));

    assertThat(ladder(settings, certificate("edge-1").build()).text()).isEqualTo("9d 0");
    assertThat(ladder(settings, certificate("other").build()).text()).isEqualTo("8d 0");
  }

  @Test
  void exactWord_beatsAGlob() {
    var exact = new Matcher("", "", "", "edge-1", Map.of());
    var glob = new Matcher("", "", "", "edge-*", Map.of());
    var settings = settings(rule("", exact, "9d"), rule("", glob, "8d"));

    assertThat(ladder(settings, certificate("edge-1").build()).text()).isEqualTo("9d 0");
    assertThat(ladder(settings, certificate("edge-2").build()).text()).isEqualTo("8d 0");
  }

  @Test
  void laterOverride_winsAmongEquals() {
    var settings = settings(rule("", Matcher.ALL, "9d"), rule("", Matcher.ALL, "8d"));

    assertThat(ladder(settings, certificate("a").build()).text()).isEqualTo("8d 0");
  }

  @Test
  void fixedSeverity_isPartOfTheText() {
    var settings = settings(rule("info", Matcher.ALL, "9d"));
    var ladder = ladder(settings, certificate("a").build());

    assertThat(ladder.text()).isEqualTo("9d 0 info");
    assertThat(ladder.severity(Duration.ZERO)).isEqualTo(Severity.INFO);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "86400, 1d", "129600, 36h", "403200, 112h", "90, 90s", "120, 2m"})
  void rungText_isFormatted(long seconds, String text) {
    assertThat(Ladder.format(Duration.ofSeconds(seconds))).isEqualTo(text);
  }

  @Test
  void reached_isTheMostUrgent() {
    var ladder = ladder(DEFAULTS, certificate("a").expiresAt(TODAY).build());

    assertThat(ladder.reached(Duration.ofDays(61))).isEmpty();
    assertThat(ladder.reached(Duration.ofDays(60))).contains(Duration.ofDays(60));
    assertThat(ladder.reached(Duration.ofDays(7).plusSeconds(1))).contains(Duration.ofDays(14));
    assertThat(ladder.reached(Duration.ofSeconds(1))).contains(Duration.ofDays(1));
    assertThat(ladder.reached(Duration.ZERO)).contains(Duration.ZERO);
    assertThat(ladder.reached(Duration.ofDays(-900))).contains(Duration.ZERO);
  }

  private static Ladder ladder(PolicySettings settings, Certificate certificate) {
    var rule = new OverrideRules(settings.overrides(), WATCHED).of(certificate).orElse(null);
    return new Ladders(settings.rungs()).of(certificate, rule);
  }

  private static PolicySettings settings(ExpiryRule... rules) {
    return new PolicySettings(DEFAULTS.rungs(), List.of(rules));
  }

  private static ExpiryRule rule(String severity, Matcher match, String... rungs) {
    @Nullable Severity fixed = severity.isEmpty() ? null : Severity.INFO;
    var ladder =
        Arrays.stream(rungs).map(rung -> Durations.parseLenient(rung).orElseThrow()).toList();
    return new ExpiryRule(match, ladder, fixed, false, false);
  }
}
