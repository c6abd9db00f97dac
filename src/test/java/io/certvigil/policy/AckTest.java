package io.certvigil.policy;

import static io.certvigil.policy.InMemoryPolicyStore.assertEvents;
import static io.certvigil.policy.InMemoryPolicyStore.at;
import static io.certvigil.policy.TestCertificates.certificate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.certvigil.model.Certificate;
import io.certvigil.policy.PolicySettings.ExpiryRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The effects of acknowledging an alert. */
class AckTest {
  private static final Certificate A = certificate("a").expiresIn(6).build();
  private static final Certificate RENEWED =
      certificate("a").expiresIn(300).fingerprint("f1").build();

  private final InMemoryPolicyStore store = new InMemoryPolicyStore();

  @Test
  void ack_stopsRemindersUntilTheNextRung() {
    store.read(0, A);
    store.acknowledge("a", true, at(0.5));

    assertThat(store.tick(1)).isEmpty();
    assertThat(store.last().nextAt()).isEqualTo(at(3));
    assertThat(store.tick(2.9)).isEmpty();
    assertEvents(store.tick(3), "escalated 3d critical");
    assertThat(acks()).isEmpty();
    assertEvents(store.tick(4), "reminder 3d #1 critical");
  }

  @Test
  void ack_isKeptByEventsWithoutARung() {
    store.read(0, A);
    store.acknowledge("a", true, at(0.5));
    store.read(1, certificate("a").expiresIn(6).status("issuance_timed_out").build());

    assertThat(acks()).containsExactly(new Alert.Ack(at(0.5), "mo"));
  }

  @Test
  void unack_continuesWithTheNextReminderAndSendsNoMissedOnes() {
    store.read(0, certificate("a").expiresIn(29).build());
    store.acknowledge("a", true, at(1));
    assertThat(store.tick(8)).isEmpty();
    store.acknowledge("a", false, at(9));

    assertThat(store.tick(9)).isEmpty();
    assertThat(store.last().nextAt()).isEqualTo(at(14));
    assertEvents(store.tick(14), "reminder 30d #2 warning");
  }

  @Test
  void resolution_removesTheAck_andTheNextEpisodeHasNone() {
    store.read(0, A);
    store.acknowledge("a", true, at(0.5));
    store.read(1, RENEWED);

    assertThat(store.alerts()).extracting(alert -> alert.progress().ack()).containsOnlyNulls();
    store.read(1.5, A);
    assertThat(acks()).isEmpty();
  }

  @Test
  void higherSeverity_removesTheAck() {
    store.read(0, certificate("a").expiresIn(29).build());
    store.acknowledge("a", true, at(1));
    var rule = new ExpiryRule(Matcher.ALL, null, Severity.CRITICAL, false, false);
    store.configure(new PolicySettings(PolicySettings.DEFAULTS.rungs(), List.of(rule)));

    assertEvents(store.tick(2), "escalated 30d critical");
    assertThat(acks()).isEmpty();
  }

  @Test
  void acknowledgedExpiredCertificate_hasNoReminders() {
    store.read(0, A);
    store.tick(6);
    store.acknowledge("a", true, at(6.5));

    assertThat(store.tick(30)).isEmpty();
    assertThat(store.last().nextAt()).isNull();
  }

  @Test
  void ackWithoutAName_isRejected() {
    assertThatThrownBy(() -> new Alert.Ack(at(0), " "))
        .hasMessage("acknowledged by: must not be blank");
  }

  private List<Alert.Ack> acks() {
    return store.firing().stream()
        .flatMap(alert -> Stream.ofNullable(alert.progress().ack()))
        .toList();
  }
}
