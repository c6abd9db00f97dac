package io.certvigil.policy;

import static io.certvigil.policy.InMemoryPolicyStore.at;
import static io.certvigil.policy.TestCertificates.WATCHED;
import static io.certvigil.policy.TestCertificates.certificate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Events that are sent once, and silences. */
class OneTimeEventsTest {
  private static final OneTimeEvents.ExpiredDeliveries LOST =
      new OneTimeEvents.ExpiredDeliveries("hook", 12, 40, "timeout", at(-7));

  @Test
  void expiredDeliveries_areOneWarningWithAStableId() {
    var event = OneTimeEvents.deliveryExpired(LOST, at(0));

    assertThat(event.type()).isEqualTo(EventType.DELIVERY_EXPIRED);
    assertThat(event.severity()).isEqualTo(Severity.WARNING);
    assertThat(event.summary())
        .isEqualTo(
            "channel hook: 12 deliveries were given up, with 40 events in total, the oldest from"
                + " 2026-11-13T12:00Z (timeout)");
    assertThat(
            OneTimeEvents.deliveryExpired(
                    new OneTimeEvents.ExpiredDeliveries("hook", 1, 1, "x", at(0)), at(0))
                .id())
        .isEqualTo(event.id());
    assertThat(OneTimeEvents.deliveryExpired(LOST, at(1)).id()).isNotEqualTo(event.id());
    assertThat(
            OneTimeEvents.deliveryExpired(
                    new OneTimeEvents.ExpiredDeliveries("other", 1, 1, "x", at(0)), at(0))
                .id())
        .isNotEqualTo(event.id());
  }

  @Test
  void test_isMarkedAsATest() {
    var event = OneTimeEvents.test("hook", at(0));

    assertThat(event.type()).isEqualTo(EventType.TEST);
    assertThat(event.severity()).isEqualTo(Severity.INFO);
    assertThat(event.summary()).startsWith("this is a test of channel hook: nothing is wrong");
  }

  @Test
  void unsilenced_isOneEventOfTheAlertsSeverityIfFoundTwice() {
    var line = new InMemoryPolicyStore();
    line.read(0, certificate("a").expiresIn(20).build());
    var alert = line.firing().getFirst();
    var item = Objects.requireNonNull(line.known().items().get("a"));

    var decision = OneTimeEvents.unsilenced(alert, WATCHED, item, silence(at(0), at(1)), at(1));
    var counted = decision.alerts().getFirst();
    var again = OneTimeEvents.unsilenced(counted, WATCHED, item, silence(at(0), at(1)), at(2));
    var event = decision.events().getFirst();
    assertThat(event.type()).isEqualTo(EventType.CERTIFICATE_UNSILENCED);
    assertThat(event.severity()).isEqualTo(Severity.WARNING);
    assertThat(event.summary())
        .isEqualTo(
            "a expires in 19 d (2026-12-10T12:00Z): still firing, and no longer silenced"
                + " (mo: moving)");
    assertThat(counted.progress().sequence()).isEqualTo(alert.progress().sequence() + 1);
    assertThat(again.events().getFirst().id()).isEqualTo(event.id());
  }

  @Test
  void silence_isActiveFromItsStartUntilItsEnd() {
    var silence = silence(at(1), at(2));

    assertThat(silence.active(at(0.99))).isFalse();
    assertThat(silence.active(at(1))).isTrue();
    assertThat(silence.active(at(1.99))).isTrue();
    assertThat(silence.active(at(2))).isFalse();
  }

  @Test
  void silence_coversCertificates_orAlertsWithItsKey() {
    var certificate = new CertificateSubject("c1", "origin_ca", List.of(), null, "x", Map.of());
    var about = new AlertSubject("a1", certificate);
    var aboutNone = new AlertSubject("a2", null);

    assertThat(covering("", Matcher.ALL, about)).isTrue();
    assertThat(covering("", Matcher.ALL, aboutNone)).isFalse();
    assertThat(covering("a1", Matcher.ALL, about)).isTrue();
    assertThat(covering("c1", Matcher.ALL, about)).isTrue();
    assertThat(covering("a2", Matcher.ALL, about)).isFalse();
    assertThat(covering("a2", Matcher.ALL, aboutNone)).isTrue();
    assertThat(covering("a1", new Matcher("", "", "", "y", Map.of()), about)).isFalse();
    assertThat(covering("a2", new Matcher("", "", "", "*", Map.of()), aboutNone)).isFalse();
  }

  private static boolean covering(String key, Matcher match, AlertSubject subject) {
    var silence = new Silence("s1", key, match, at(0), at(1), "mo", "moving", at(0));
    return Silence.covering(List.of(silence), subject).equals(List.of(silence));
  }

  @Test
  void invalidSilence_isRejectedWithTheReason() {
    assertThatThrownBy(() -> silence(at(1), at(1))).hasMessageStartingWith("silence end: must be");
    assertThatThrownBy(() -> new Silence("s", "", Matcher.ALL, at(0), at(1), " ", "x", at(0)))
        .hasMessage("silence author: must not be blank");
    assertThatThrownBy(() -> new Silence("s", "", Matcher.ALL, at(0), at(1), "mo", "", at(0)))
        .hasMessageStartingWith("silence comment: must give the reason");
  }

  private static Silence silence(Instant from, Instant to) {
    return new Silence("s1", "", Matcher.ALL, from, to, "mo", "moving", from);
  }
}
