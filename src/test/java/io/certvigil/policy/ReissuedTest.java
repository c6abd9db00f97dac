package io.certvigil.policy;

import static io.certvigil.policy.InMemoryPolicyStore.assertEvents;
import static io.certvigil.policy.InMemoryPolicyStore.at;
import static io.certvigil.policy.InMemoryPolicyStore.describe;
import static io.certvigil.policy.TestCertificates.certificate;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.model.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An Origin CA certificate whose hosts have a later certificate: one event, at most a warning. */
class ReissuedTest {
  private final InMemoryPolicyStore store =
      new InMemoryPolicyStore(TestCertificates.of(Source.ORIGIN_CA));

  @Test
  void reissued_givesOneEventOfAtMostWarning() {
    var event = store.read(0, original(5), reissued()).getFirst();

    assertEvents(List.of(event), "expiring 7d warning");
    assertThat(event.summary()).contains("this is the only notification");
    for (int day = 1; day < 40; day++) {
      assertThat(store.tick(day)).isEmpty();
    }
    assertThat(store.last().nextAt()).as("of the later one").isEqualTo(at(240));
    assertThat(store.firing()).hasSize(1);
  }

  @Test
  void reissuedWhileFiring_givesNoFurtherEvents() {
    store.read(0, original(5));
    store.read(0.5, original(5), reissued());

    assertEvents(store.events(), "expiring 7d critical", "appeared info");
    assertThat(store.tick(30)).isEmpty();
    assertThat(describe(store.read(31, reissued()))).isEmpty();
    assertEvents(store.read(32, reissued()), "resolved 7d critical removed");
  }

  @Test
  void removedReissue_continuesTheLadder() {
    store.read(0, original(20), reissued());

    assertEvents(store.events(), "expiring 30d warning");
    store.read(14, original(20));
    assertThat(describe(store.read(15, original(20))))
        .containsExactlyInAnyOrder("escalated 7d critical", "disappeared warning");
  }

  @Test
  void otherHosts_orIssuedEarlier_orExpiringEarlier_changeNothing() {
    var other = certificate("b").expiresIn(300).hosts("a.example").begins(at(-1)).build();
    var earlier = hosts("c").expiresIn(300).begins(at(-200)).build();
    var shorter = hosts("d").expiresIn(4).begins(at(-1)).build();
    var unknown = hosts("e").expiresIn(300).build();

    assertThat(store.read(0, original(5), other, earlier, shorter, unknown))
        .filteredOn(event -> event.alert().subject().certificate().equals("a"))
        .extracting(Event::severity)
        .containsExactly(Severity.CRITICAL);
  }

  @Test
  void orderOfHosts_doesNotMatter() {
    var young =
        certificate("b").expiresIn(300).hosts("B.example", "a.example").begins(at(-1)).build();

    assertEvents(store.read(0, original(5), young), "expiring 7d warning");
  }

  private static Certificate original(long days) {
    return hosts("a").expiresIn(days).begins(at(-100)).build();
  }

  private static Certificate reissued() {
    return hosts("b").expiresIn(300).begins(at(-1)).build();
  }

  private static TestCertificates hosts(String id) {
    return certificate(id).hosts("a.example", "b.example");
  }
}
