package io.certvigil.policy;

import static io.certvigil.policy.InMemoryPolicyStore.at;
import static io.certvigil.policy.InMemoryPolicyStore.brief;
import static io.certvigil.policy.TestCertificates.certificate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.certvigil.model.Certificate;
import io.certvigil.policy.PolicySettings.ExpiryRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What it means that somebody has taken an alert on. */
class AckTest {
  private static final Certificate A = certificate("a").endsIn(6).build();
  private static final Certificate RENEWED = certificate("a").endsIn(300).fingerprint("f1").build();

  private final InMemoryPolicyStore line = new InMemoryPolicyStore();

  @Test
  void ack_stopsRemindersUntilTheNextRung() {
    line.read(0, A);
    line.ack("a", "mo", at(0.5));

    assertThat(line.tick(1)).isEmpty();
    assertThat(line.last().nextAt()).isEqualTo(at(3));
    assertThat(line.tick(2.9)).isEmpty();
    assertThat(brief(line.tick(3))).containsExactly("escalated 3d critical");
    assertThat(acks()).isEmpty();
    assertThat(brief(line.tick(4))).containsExactly("reminder 3d #1 critical");
  }

  @Test
  void ack_isKeptByWhatTellsNoRung() {
    line.read(0, A);
    line.ack("a", "mo", at(0.5));
    line.read(1, certificate("a").endsIn(6).status("issuance_timed_out").build());

    assertThat(acks()).containsExactly(new Alert.Ack(at(0.5), "mo"));
  }

  @Test
  void unack_goesOnWithTheNextReminderAndMakesUpForNone() {
    line.read(0, certificate("a").endsIn(29).build());
    line.ack("a", "mo", at(1));
    assertThat(line.tick(8)).isEmpty();
    line.unack("a", at(9));

    assertThat(line.tick(9)).isEmpty();
    assertThat(line.last().nextAt()).isEqualTo(at(14));
    assertThat(brief(line.tick(14))).containsExactly("reminder 30d #2 warning");
  }

  @Test
  void resolution_endsIt_andSoDoesTheNextEpisode() {
    line.read(0, A);
    line.ack("a", "mo", at(0.5));
    line.read(1, RENEWED);

    assertThat(line.alerts()).extracting(alert -> alert.progress().ack()).containsOnlyNulls();
    line.read(1.5, A);
    assertThat(acks()).isEmpty();
  }

  @Test
  void greaterSeverity_endsIt() {
    line.read(0, certificate("a").endsIn(29).build());
    line.ack("a", "mo", at(1));
    var rule = new ExpiryRule(Matcher.ALL, null, Severity.CRITICAL, false, false);
    line.config(new PolicySettings(PolicySettings.DEFAULTS.rungs(), List.of(rule)));

    assertThat(brief(line.tick(2))).containsExactly("escalated 30d critical");
    assertThat(acks()).isEmpty();
  }

  @Test
  void expiredOne_isNotRemindedOfEither() {
    line.read(0, A);
    line.tick(6);
    line.ack("a", "mo", at(6.5));

    assertThat(line.tick(30)).isEmpty();
    assertThat(line.last().nextAt()).isNull();
  }

  @Test
  void nobody_cannotTakeItOn() {
    assertThatThrownBy(() -> new Alert.Ack(at(0), " "))
        .hasMessage("acknowledged by: must not be blank");
  }

  private List<Alert.Ack> acks() {
    return line.firing().stream()
        .flatMap(alert -> Stream.ofNullable(alert.progress().ack()))
        .toList();
  }
}
