package io.certvigil.cli.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.HostileText;
import io.certvigil.cli.CommandRunner;
import io.certvigil.cli.certificates.CheckVerdict.Limits;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.CheckFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verdict on certificates that expired long ago, lately, and that expire soon. */
class CheckVerdictTest {
  private static final Instant NOW = CommandRunner.TODAY;

  /** One value of Nagios' performance data: label, value with unit, limits, least. */
  private static final String VALUE = "[a-z_]+=-?[0-9]+s?(;[0-9:]*){0,3}";

  private static CheckVerdict verdict(@Nullable Duration ignoredAfter, int... days) {
    var ending =
        Arrays.stream(days)
            .sorted()
            .mapToObj(day -> view("c" + day, NOW.plus(Duration.ofDays(day)).plusSeconds(3600)))
            .toList();
    var facts = new CheckFacts(1, 1, List.of(), ending, 100, List.of(), List.of());
    return CheckVerdict.of(
        facts, new Limits(Duration.ofDays(30), Duration.ofDays(7), ignoredAfter), NOW);
  }

  private static CertificateView view(String name, Instant end) {
    return HostileText.certificate(name, name, end);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5|CRITICAL|1 of 100 certificates expires within 7d;",
        "-2|CRITICAL|1 of 100 certificates has expired;",
        "-2 -58 5 6 20|CRITICAL|2 of 100 certificates have expired, 2 expire within 7d,"
            + " 1 more within 30d;",
        "-2 20 21|CRITICAL|1 of 100 certificates has expired, 2 expire within 30d;",
        "20|WARNING|1 of 100 certificates expires within 30d;",
        "200|OK|100 certificates;",
      })
  void expired_areCountedApart(String days, String state, String says) {
    var verdict =
        verdict(null, Arrays.stream(days.split(" ", -1)).mapToInt(Integer::parseInt).toArray());

    assertThat(verdict.text()).startsWith("CERTVIGIL " + state + " - " + says);
  }

  @Test
  void longExpired_areIgnored_ifToldSo() {
    var ignoring = verdict(Duration.ofDays(30), -58, -400, 60);

    assertThat(ignoring.text())
        .startsWith("CERTVIGIL OK - 100 certificates; ")
        .contains("expires in 60 d; 2 expired more than 30d ago")
        .endsWith(
            "next_end=5187600s;2592000:;604800: expired=0;;0;0 critical=0;;0;0 warning=0;0;;0"
                + " certificates=100;;;0 unreadable=0;;;0 expired_ignored=2;;;0");
    assertThat(ignoring.exit()).isZero();
    assertThat(verdict(Duration.ofDays(30), -58, -2, 60).exit()).isEqualTo(2);
    assertThat(verdict(null, -58, 60).exit()).isEqualTo(2);
  }

  @Test
  void whatExpiredMinutesAgo_isNoDayOld() {
    var facts =
        new CheckFacts(
            1, 1, List.of(), List.of(view("c", NOW.minusSeconds(420))), 1, List.of(), List.of());

    var text =
        CheckVerdict.of(facts, new Limits(Duration.ofDays(30), Duration.ofDays(7), null), NOW)
            .text();

    assertThat(text).contains("expired 7 min ago").doesNotContain(" d ");
  }

  @ParameterizedTest
  @CsvSource({"''", "-3", "5", "-3 5 20", "-58", "-58 -3 5"})
  void perfdata_isValid(String days) {
    var values =
        days.isEmpty()
            ? new int[0]
            : Arrays.stream(days.split(" ", -1)).mapToInt(Integer::parseInt).toArray();

    for (var ignored : Arrays.asList(null, Duration.ofDays(30))) {
      var text = verdict(ignored, values).text();
      assertThat(text.substring(text.indexOf("| ") + 2).split(" ", -1))
          .allMatch(value -> value.matches(VALUE));
    }
  }
}
