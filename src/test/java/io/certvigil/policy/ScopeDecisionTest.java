package io.certvigil.policy;

import static io.certvigil.policy.InMemoryPolicyStore.assertEvents;
import static io.certvigil.policy.InMemoryPolicyStore.describe;
import static io.certvigil.policy.TestCertificates.certificate;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Events about several certificates of a scope. */
class ScopeDecisionTest {
  private final InMemoryPolicyStore store = new InMemoryPolicyStore();

  @Test
  void unknownExpiries_areOneEventPerReading() {
    var events =
        store.read(
            0,
            IntStream.range(0, 7).mapToObj(ScopeDecisionTest::unknown).toArray(Certificate[]::new));

    assertEvents(events, "expiry_unknown warning");
    assertThat(events.getFirst().summary())
        .contains("7 certificates")
        .endsWith("u0, u1, u2, u3, u4 and 2 more");
    assertThat(store.tick(30)).isEmpty();
  }

  @Test
  void unknownExpiry_isNotAlerted_whenNotIssuedYet() {
    var end = new Expiry.Unreadable("", null);
    var pending = certificate("p").status("pending_validation").expiry(end);

    assertThat(store.read(0, pending.build())).isEmpty();
    assertEvents(store.read(1, pending.status("active").build()), "expiry_unknown warning");
  }

  @Test
  void furtherUnknownExpiries_giveAnotherEvent() {
    store.read(0, unknown(0));

    var events = store.read(1, unknown(0), unknown(1));
    assertEvents(events, "appeared info", "expiry_unknown warning");
    assertThat(events.getLast().summary()).endsWith("1 certificate cannot be read: u1");
  }

  @Test
  void unknownExpiries_resolveWhenAllCanBeRead() {
    store.read(0, unknown(0), unknown(1));
    store.read(1, unknown(0), certificate("u1").build());

    assertEvents(
        store.read(2, certificate("u0").build(), certificate("u1").build()),
        "resolved warning expiry_corrected");
    assertThat(
            describe(
                store.read(3, certificate("u0").expiry(new Expiry.Never()).build(), unknown(9))))
        .contains("expiry_unknown warning");
  }

  @Test
  void massAbsence_warnsAtOnceAndRecoversWhenTheyAreBack() {
    store.read(0, many(20));

    var events = store.read(1, many(5));
    assertEvents(events, "source.unreadable warning mass_absence");
    assertThat(events.getFirst().summary()).contains("15 of 20");
    assertThat(store.read(1.1, many(5))).isEmpty();
    assertThat(store.fail(1.2)).isEmpty();
    assertEvents(store.read(1.3, many(20)), "source.recovered warning mass_absence");
  }

  @Test
  void massAbsence_countsAsRemovalAfterADay() {
    store.read(0, many(20));
    store.read(1, many(5));

    assertThat(describe(store.read(2, many(5))))
        .hasSize(16)
        .contains("disappeared warning")
        .endsWith("source.recovered warning mass_absence");
  }

  private static Certificate[] many(int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> certificate("c" + number).build())
        .toArray(Certificate[]::new);
  }

  private static Certificate unknown(int number) {
    return certificate("u" + number).expiry(new Expiry.Unreadable("soon", null)).build();
  }
}
