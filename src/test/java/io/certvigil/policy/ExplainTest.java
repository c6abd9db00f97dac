package io.certvigil.policy;

import static io.certvigil.policy.InMemoryPolicyStore.at;
import static io.certvigil.policy.TestCertificates.certificate;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Expiry;
import io.certvigil.model.Source;
import io.certvigil.policy.Explanation.Rule;
import io.certvigil.policy.Explanation.Step;
import io.certvigil.policy.PolicySettings.ExpiryRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The explanations that {@code thresholds explain} shows. */
class ExplainTest {
  private final InMemoryPolicyStore store = new InMemoryPolicyStore();

  @Test
  void manualCertificate_showsEveryRungAndTheDroppedOnes() {
    store.read(0, certificate("a").expiresIn(20).lasting(90).build());

    var why = store.explain("a", 0);
    assertThat(why.rule()).isEqualTo(Rule.MANUAL);
    assertThat(why.lifetimeDays()).isEqualTo(90);
    assertThat(why.renewal()).isNull();
    assertThat(why.steps().stream().map(ExplainTest::text))
        .containsExactly(
            "60d info passed: longer than a third of the lifetime",
            "30d warning passed",
            "14d warning",
            "7d critical",
            "3d critical",
            "1d critical",
            "0 critical");
    assertThat(why.current()).isEqualTo(Duration.ofDays(30));
    assertThat(why.next()).isEqualTo(Duration.ofDays(14));
    assertThat(why.nextAt()).isEqualTo(at(6));
    assertThat(why.notAlertedReason()).isNull();
    assertThat(why.alert()).isEqualTo(store.firing().getFirst());
  }

  @Test
  void managedCertificate_showsItsRenewal() {
    store.read(0, certificate("a").managed(true).expiresIn(60).lasting(90).build());

    var why = store.explain("a", 0);
    assertThat(why.rule()).isEqualTo(Rule.MANAGED);
    assertThat(why.renewal()).isEqualTo(Duration.ofDays(30));
    assertThat(why.current()).isNull();
    assertThat(why.next()).isEqualTo(Duration.ofDays(20));
    assertThat(why.alert()).isNull();
    assertThat(why.alertKey()).isNotBlank();
  }

  @Test
  void override_isShown() {
    var match = new Matcher("client_certificates", "", "", "a*", Map.of());
    var rungs = List.of(Duration.ofDays(100), Duration.ofDays(20));
    store.configure(
        new PolicySettings(
            PolicySettings.DEFAULTS.rungs(),
            List.of(new ExpiryRule(match, rungs, null, false, false))));
    store.read(0, certificate("a").expiresIn(60).lasting(90).build());

    var why = store.explain("a", 0);
    assertThat(why.rule()).isEqualTo(Rule.OVERRIDE);
    assertThat(why.override()).isEqualTo(match);
    assertThat(why.steps().stream().map(ExplainTest::text))
        .containsExactly(
            "100d info passed: not shorter than the lifetime", "20d warning", "0 critical");
  }

  @Test
  void certificatesWithoutAlerts_showTheReason() {
    store.read(
        0,
        certificate("a").expiresIn(5).status("revoked").build(),
        certificate("b").expiresIn(5).status("inactive").build(),
        certificate("c").expiry(new Expiry.Never()).build());

    assertThat(store.explain("a", 0).notAlertedReason())
        .isEqualTo("not alerted: its status is revoked");
    assertThat(store.explain("a", 0).next()).isNull();
    assertThat(store.explain("b", 0).notAlertedReason())
        .isEqualTo("not in use: its status is inactive");
    assertThat(store.explain("c", 0).notAlertedReason()).isEqualTo("it never expires");
  }

  @Test
  void supersededAndPartlyCoveredCertificates_areExplained() {
    var custom = new InMemoryPolicyStore(TestCertificates.of(Source.CUSTOM_CERTIFICATES));
    custom.read(
        0,
        certificate("a").expiresIn(20).hosts("a.example").build(),
        certificate("b").expiresIn(20).hosts("a.example", "b.example").build(),
        certificate("c").expiresIn(300).hosts("a.example").build());

    assertThat(custom.explain("a", 0).notAlertedReason()).startsWith("superseded");
    assertThat(custom.explain("b", 0).notAlertedReason()).isNull();
    assertThat(custom.explain("b", 0).uncovered()).containsExactly("b.example");
  }

  @Test
  void anotherCertificatesAlert_isNotShown() {
    store.read(0, certificate("a").expiresIn(20).build(), certificate("b").expiresIn(200).build());

    assertThat(store.firing()).hasSize(1);
    assertThat(store.explain("b", 0).alert()).isNull();
    assertThat(store.explain("b", 0).current()).isNull();
  }

  @Test
  void firingAlert_keepsItsRung_andAResolvedOneDoesNot() {
    store.read(0, certificate("a").expiresIn(8).build());
    assertThat(store.explain("a", 2).current()).isEqualTo(Duration.ofDays(14));

    store.read(2, certificate("a").expiresIn(100).build());
    assertThat(store.explain("a", 2).alert()).isNull();
    assertThat(store.explain("a", 2).current()).isNull();
  }

  @Test
  void notAlertedIds_areThoseThatNoAlertCanBeRaisedFor() {
    store.read(
        0,
        certificate("a").expiresIn(5).status("revoked").build(),
        certificate("b").expiresIn(5).build(),
        certificate("c").expiry(new Expiry.Never()).build());

    assertThat(store.notAlertedIds(0)).containsExactlyInAnyOrder("a", "c");
  }

  private String reminder(double days) {
    var reminder = store.explain("a", days).reminder();
    return reminder == null ? "" : reminder.text() + " " + reminder.at();
  }

  /** What follows an expiry: seven reminders, one a day; then nothing. */
  @Test
  void expiredCertificate_isFollowedByItsReminders() {
    store.read(0, certificate("a").expiresIn(1).lasting(90).build());
    store.tick(1.5);

    assertThat(store.explain("a", 1.5).next()).isNull();
    assertThat(reminder(1.5)).isEqualTo("reminder 1 of 7, daily " + at(2.5));

    store.tick(4.5);
    assertThat(reminder(4.5)).isEqualTo("reminder 4 of 7, daily " + at(5.5));
    assertThat(store.tick(5.5)).hasSize(1); // the reminder that was announced

    store.tick(20);
    assertThat(reminder(20)).isEqualTo("none: all 7 reminders were sent null");
    assertThat(store.tick(40)).isEmpty();
  }

  /** Each reminder that is announced is sent at its time, and at no time before. */
  @Test
  void announcedReminder_isTheOneThatIsSent() {
    store.read(0, certificate("a").expiresIn(29).lasting(365).build());
    var now = at(0);
    for (int step = 0; step < 40; step++) {
      var why = store.explain("a", days(now));
      var reminder = why.reminder();
      var due = reminder == null ? null : reminder.at();
      var next = why.nextAt();
      var first = due == null || (next != null && next.isBefore(due)) ? next : due;
      if (first == null) {
        assertThat(store.tick(now.plus(Duration.ofDays(100)))).isEmpty();
        return;
      }
      assertThat(store.tick(first.minusMillis(1))).isEmpty();
      assertThat(store.tick(first)).hasSize(1);
      now = first;
    }
    throw new AssertionError("more than 40 events of one certificate");
  }

  private static double days(Instant moment) {
    return Duration.between(at(0), moment).toMillis() / (double) Duration.ofDays(1).toMillis();
  }

  @Test
  void acknowledgedAndInformative_haveNoReminders() {
    store.read(0, certificate("a").expiresIn(55).lasting(365).build());
    assertThat(reminder(0)).isEqualTo("none: its severity is info null");

    store.tick(50);
    assertThat(reminder(50)).startsWith("reminder 1, daily ");
    store.acknowledge("a", true, at(50.1));

    assertThat(reminder(50.2)).isEqualTo("none: acknowledged by mo null");
  }

  private static String text(Step step) {
    return Ladder.format(step.rung())
        + " "
        + step.severity()
        + (step.passed() ? " passed" : "")
        + (step.dropped() == null ? "" : ": " + step.dropped());
  }
}
