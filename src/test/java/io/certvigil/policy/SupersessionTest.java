package io.certvigil.policy;

import static io.certvigil.policy.InMemoryPolicyStore.brief;
import static io.certvigil.policy.TestCertificates.certificate;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.model.Source;
import io.certvigil.policy.PolicySettings.ExpiryRule;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** When another certificate makes an alert needless, and when it does not. */
class SupersessionTest {
  private final InMemoryPolicyStore line =
      new InMemoryPolicyStore(TestCertificates.of(Source.CUSTOM_CERTIFICATES));

  @ParameterizedTest
  @EnumSource(
      value = Source.class,
      names = {"CUSTOM_CERTIFICATES", "CERTIFICATE_PACKS", "CUSTOM_HOSTNAMES"})
  void coveredByAnActiveOneThatEndsLater_opensNothing(Source source) {
    var other = new InMemoryPolicyStore(TestCertificates.of(source));

    assertThat(other.read(0, old("a.example"), young("a.example"))).isEmpty();
    assertThat(other.tick(30)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Source.class,
      names = {"CLIENT_CERTIFICATES", "ORIGIN_PULL", "CUSTOM_TRUST_STORE"})
  void otherSources_knowNoSupersession(Source source) {
    var other = new InMemoryPolicyStore(TestCertificates.of(source));

    assertThat(brief(other.read(0, old("a.example"), young("a.example"))))
        .containsExactly("expiring 30d warning");
  }

  @ParameterizedTest
  @CsvSource({
    "a.example, a.example, true",
    "A.Example., a.example, true",
    "shop.a.example, *.a.example, true",
    "*.a.example, *.a.example, true",
    "a.example, *.a.example, false",
    "deep.shop.a.example, *.a.example, false",
    "*.a.example, shop.a.example, false",
    "a.example, b.example, false",
    "shop.a.example, *.example, false",
    "localhost, *, false",
  })
  void host_isCoveredByItselfOrAOneLabelWildcard(String host, String by, boolean covered) {
    assertThat(line.read(0, old(host), young(by)).isEmpty()).isEqualTo(covered);
  }

  @Test
  void hosts_mayBeCoveredBySeveralTogether() {
    var other = certificate("c").endsIn(200).hosts("b.example").build();

    assertThat(line.read(0, old("a.example", "b.example"), young("a.example"), other)).isEmpty();
  }

  @Test
  void noHosts_areNeverCovered() {
    assertThat(brief(line.read(0, old(), young()))).containsExactly("expiring 30d warning");
  }

  @ParameterizedTest
  @CsvSource({"pending", "expired", "deleted", "revoked", "initializing", "none"})
  void notActive_supersedesNothing(String status) {
    var other = certificate("b").endsIn(300).status(status).hosts("a.example").build();

    assertThat(brief(line.read(0, old("a.example"), other)))
        .containsExactly("expiring 30d warning");
  }

  @Test
  void sameEnd_supersedesNothing() {
    var twin = certificate("b").endsIn(20).hosts("a.example").build();

    assertThat(brief(line.read(0, old("a.example"), twin)))
        .containsExactly("expiring 30d warning", "expiring 30d warning");
  }

  @Test
  void lastOfAChain_isAlertedStill() {
    var last = certificate("b").endsIn(25).hosts("a.example").build();

    var events = line.read(0, old("a.example"), last);
    assertThat(brief(events)).containsExactly("expiring 30d warning");
    assertThat(events.getFirst().alert().subject().certificate()).isEqualTo("b");
  }

  @Test
  void supersededWhileFiring_resolves() {
    line.read(0, old("a.example"));

    var events = line.read(1, old("a.example"), young("a.example"));
    assertThat(brief(events))
        .containsExactlyInAnyOrder("appeared info", "resolved 30d warning superseded");
    assertThat(line.read(2, old("a.example"), young("a.example"))).isEmpty();
    assertThat(line.firing()).isEmpty();
  }

  @Test
  void revokedSuperseder_opensTheNextEpisodeAtThePresentRung() {
    line.read(0, old("a.example"));
    line.read(1, old("a.example"), young("a.example"));

    var revoked = certificate("b").endsIn(300).status("revoked").hosts("a.example").build();
    var events = line.read(10, old("a.example"), revoked);
    assertThat(brief(events)).contains("expiring 14d warning");
    assertThat(line.firing().getFirst().id().episode()).isEqualTo(2);
  }

  @Test
  void removedSuperseder_opensOnlyOnceItsAbsenceIsProved() {
    line.read(0, old("a.example"), young("a.example"));

    assertThat(line.read(1, old("a.example"))).isEmpty();
    assertThat(brief(line.read(2, old("a.example"))))
        .containsExactlyInAnyOrder("disappeared warning", "expiring 30d warning");
  }

  @Test
  void supersededOneThatGoes_isExpectedTo() {
    line.read(0, old("a.example"), young("a.example"));
    line.read(1, young("a.example"));

    assertThat(line.read(2, young("a.example"))).isEmpty();
  }

  @Test
  void partlyCovered_isAlertedAndNamesTheHostsThatAreLeft() {
    var event =
        line.read(0, old("a.example", "b.example", "c.example"), young("a.example")).getFirst();

    assertThat(brief(List.of(event))).containsExactly("expiring 30d warning");
    assertThat(event.summary()).endsWith("; no other covers b.example, c.example");
    assertThat(attributes(event)).containsExactly("b.example, c.example");
    assertThat(attributes(line.tick(6).getFirst())).containsExactly("b.example, c.example");
  }

  @Test
  void notCoveredAtAll_namesNoHosts() {
    var event = line.read(0, old("a.example"), young("b.example")).getFirst();

    assertThat(event.summary()).doesNotContain("covers");
    assertThat(attributes(event)).isEmpty();
  }

  @Test
  void customOneThatVanishesAboutItsEnd_isNoDisappearance() {
    var rule = new ExpiryRule(Matcher.ALL, List.of(), null, false, false);
    line.config(new PolicySettings(PolicySettings.DEFAULTS.rungs(), List.of(rule)));
    line.read(0, certificate("a").endsIn(2).build(), certificate("b").endsIn(4).build());
    line.read(1.2);

    assertThat(line.read(1.5))
        .extracting(event -> event.alert().subject().certificate())
        .containsExactly("b");
  }

  @Test
  void largeScope_isDecidedInLinearTime() {
    var certificates =
        IntStream.range(0, 100_000)
            .mapToObj(
                i ->
                    certificate("c" + i)
                        .endsIn(20 + i % 50)
                        .hosts("same.example", "h" + i / 2 + ".example")
                        .build())
            .toArray(Certificate[]::new);

    var begin = System.nanoTime();
    line.read(0, certificates);

    // Quadratic would take hours.
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(60));
  }

  @Test
  void subject_supersedesOnlyWhereAnOverrideAsks() {
    var plain = new InMemoryPolicyStore();
    var asked = new InMemoryPolicyStore();
    var rule = new ExpiryRule(Matcher.ALL, null, null, true, false);
    asked.config(new PolicySettings(PolicySettings.DEFAULTS.rungs(), List.of(rule)));
    var old = certificate("a").name("device").endsIn(20).build();
    var young = certificate("b").name("device").endsIn(300).build();
    var other = certificate("c").name("other").endsIn(20).build();

    assertThat(brief(plain.read(0, old, young))).containsExactly("expiring 30d warning");
    assertThat(asked.read(0, old, young, other))
        .extracting(event -> event.alert().subject().certificate())
        .containsExactly("c");
  }

  private static List<String> attributes(Event event) {
    var item = event.item();
    var hosts = item == null ? null : item.certificate().attributes().get("uncovered_hosts");
    return hosts == null ? List.of() : List.of(hosts);
  }

  private static Certificate old(String... hosts) {
    return certificate("a").endsIn(20).hosts(hosts).build();
  }

  private static Certificate young(String... hosts) {
    return certificate("b").endsIn(300).hosts(hosts).build();
  }
}
