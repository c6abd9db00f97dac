package io.certvigil.policy;

import static io.certvigil.policy.InMemoryPolicyStore.at;
import static io.certvigil.policy.InMemoryPolicyStore.brief;
import static io.certvigil.policy.TestCertificates.certificate;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.model.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An Origin CA certificate for whose hosts a later one was issued: one event, at most warning. */
class ReissuedTest {
  private final InMemoryPolicyStore line =
      new InMemoryPolicyStore(TestCertificates.of(Source.ORIGIN_CA));

  @Test
  void issuedAgain_isToldOnceAndAsAWarningAtMost() {
    var event = line.read(0, old(5), young()).getFirst();

    assertThat(brief(List.of(event))).containsExactly("expiring 7d warning");
    assertThat(event.summary()).contains("told once");
    for (int day = 1; day < 40; day++) {
      assertThat(line.tick(day)).isEmpty();
    }
    assertThat(line.last().nextAt()).as("of the later one").isEqualTo(at(240));
    assertThat(line.firing()).hasSize(1);
  }

  @Test
  void issuedAgainWhileItFires_isToldNoMore() {
    line.read(0, old(5));
    line.read(0.5, old(5), young());

    assertThat(brief(line.events())).containsExactly("expiring 7d critical", "appeared info");
    assertThat(line.tick(30)).isEmpty();
    assertThat(brief(line.read(31, young()))).isEmpty();
    assertThat(brief(line.read(32, young()))).containsExactly("resolved 7d critical removed");
  }

  @Test
  void revokedAgain_goesOnDownItsLadder() {
    line.read(0, old(20), young());

    assertThat(brief(line.events())).containsExactly("expiring 30d warning");
    line.read(14, old(20));
    assertThat(brief(line.read(15, old(20))))
        .containsExactlyInAnyOrder("escalated 7d critical", "disappeared warning");
  }

  @Test
  void otherHosts_orIssuedEarlier_orEndingEarlier_changeNothing() {
    var other = certificate("b").endsIn(300).hosts("a.example").begins(at(-1)).build();
    var earlier = hosts("c").endsIn(300).begins(at(-200)).build();
    var shorter = hosts("d").endsIn(4).begins(at(-1)).build();
    var unknown = hosts("e").endsIn(300).build();

    assertThat(line.read(0, old(5), other, earlier, shorter, unknown))
        .filteredOn(event -> event.alert().subject().certificate().equals("a"))
        .extracting(Event::severity)
        .containsExactly(Severity.CRITICAL);
  }

  @Test
  void orderOfHosts_doesNotMatter() {
    var young = certificate("b").endsIn(300).hosts("B.example", "a.example").begins(at(-1)).build();

    assertThat(brief(line.read(0, old(5), young))).containsExactly("expiring 7d warning");
  }

  private static Certificate old(long days) {
    return hosts("a").endsIn(days).begins(at(-100)).build();
  }

  private static Certificate young() {
    return hosts("b").endsIn(300).begins(at(-1)).build();
  }

  private static TestCertificates hosts(String id) {
    return certificate(id).hosts("a.example", "b.example");
  }
}
