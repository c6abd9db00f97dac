package io.certvigil.policy;

import static io.certvigil.policy.InMemoryPolicyStore.assertEvents;
import static io.certvigil.policy.InMemoryPolicyStore.describe;
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

/** When another certificate supersedes an alert, and when it does not. */
class SupersessionTest {
  private final InMemoryPolicyStore store =
      new InMemoryPolicyStore(TestCertificates.of(Source.CUSTOM_CERTIFICATES));

  @ParameterizedTest
  @EnumSource(
      value = Source.class,
      names = {"CUSTOM_CERTIFICATES", "CERTIFICATE_PACKS", "CUSTOM_HOSTNAMES"})
  void coveredByAnActiveCertificateThatExpiresLater_isNotAlerted(Source source) {
    var other = new InMemoryPolicyStore(TestCertificates.of(source));

    assertThat(other.read(0, expiringSoon("a.example"), expiringLater("a.example"))).isEmpty();
    assertThat(other.tick(30)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Source.class,
      names = {"CLIENT_CERTIFICATES", "ORIGIN_PULL", "CUSTOM_TRUST_STORE"})
  void otherSources_haveNoSupersession(Source source) {
    var other = new InMemoryPolicyStore(TestCertificates.of(source));

    assertEvents(
        other.read(0, expiringSoon("a.example"), expiringLater("a.example")),
        "expiring 30d warning");
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
    assertThat(store.read(0, expiringSoon(host), expiringLater(by)).isEmpty()).isEqualTo(covered);
  }

  @Test
  void hosts_mayBeCoveredBySeveralCertificates() {
    var other = certificate("c").expiresIn(200).hosts("b.example").build();

    assertThat(
            store.read(
                0, expiringSoon("a.example", "b.example"), expiringLater("a.example"), other))
        .isEmpty();
  }

  @Test
  void noHosts_areNeverCovered() {
    assertEvents(store.read(0, expiringSoon(), expiringLater()), "expiring 30d warning");
  }

  @ParameterizedTest
  @CsvSource({"pending", "expired", "deleted", "revoked", "initializing", "none"})
  void notActive_supersedesNothing(String status) {
    var other = certificate("b").expiresIn(300).status(status).hosts("a.example").build();

    assertEvents(store.read(0, expiringSoon("a.example"), other), "expiring 30d warning");
  }

  @Test
  void sameExpiry_supersedesNothing() {
    var twin = certificate("b").expiresIn(20).hosts("a.example").build();

    assertEvents(
        store.read(0, expiringSoon("a.example"), twin),
        "expiring 30d warning",
        "expiring 30d warning");
  }

  @Test
  void lastOfAChain_isAlerted() {
    var last = certificate("b").expiresIn(25).hosts("a.example").build();

    var events = store.read(0, expiringSoon("a.example"), last);
    assertEvents(events, "expiring 30d warning");
    assertThat(events.getFirst().alert().subject().certificate()).isEqualTo("b");
  }

  @Test
  void supersededWhileFiring_resolves() {
    store.read(0, expiringSoon("a.example"));

    var events = store.read(1, expiringSoon("a.example"), expiringLater("a.example"));
    assertThat(describe(events))
        .containsExactlyInAnyOrder("appeared info", "resolved 30d warning superseded");
    assertThat(store.read(2, expiringSoon("a.example"), expiringLater("a.example"))).isEmpty();
    assertThat(store.firing()).isEmpty();
  }

  @Test
  void revokedSuperseder_opensTheNextEpisodeAtTheCurrentRung() {
    store.read(0, expiringSoon("a.example"));
    store.read(1, expiringSoon("a.example"), expiringLater("a.example"));

    var revoked = certificate("b").expiresIn(300).status("revoked").hosts("a.example").build();
    var events = store.read(10, expiringSoon("a.example"), revoked);
    assertThat(describe(events)).contains("expiring 14d warning");
    assertThat(store.firing().getFirst().id().episode()).isEqualTo(2);
  }

  @Test
  void removedSuperseder_opensOnlyWhenItsAbsenceIsProved() {
    store.read(0, expiringSoon("a.example"), expiringLater("a.example"));

    assertThat(store.read(1, expiringSoon("a.example"))).isEmpty();
    assertThat(describe(store.read(2, expiringSoon("a.example"))))
        .containsExactlyInAnyOrder("disappeared warning", "expiring 30d warning");
  }

  @Test
  void disappearanceOfASupersededCertificate_isExpected() {
    store.read(0, expiringSoon("a.example"), expiringLater("a.example"));
    store.read(1, expiringLater("a.example"));

    assertThat(store.read(2, expiringLater("a.example"))).isEmpty();
  }

  @Test
  void partlyCovered_isAlertedWithTheUncoveredHosts() {
    var event =
        store
            .read(
                0, expiringSoon("a.example", "b.example", "c.example"), expiringLater("a.example"))
            .getFirst();

    assertEvents(List.of(event), "expiring 30d warning");
    assertThat(event.summary()).endsWith("; no other certificate covers b.example, c.example");
    assertThat(attributes(event)).containsExactly("b.example, c.example");
    assertThat(attributes(store.tick(6).getFirst())).containsExactly("b.example, c.example");
  }

  @Test
  void notCovered_hasNoUncoveredHosts() {
    var event = store.read(0, expiringSoon("a.example"), expiringLater("b.example")).getFirst();

    assertThat(event.summary()).doesNotContain("covers");
    assertThat(attributes(event)).isEmpty();
  }

  @Test
  void customCertificateRemovedShortlyBeforeExpiry_isNoDisappearance() {
    var rule = new ExpiryRule(Matcher.ALL, List.of(), null, false, false);
    store.configure(new PolicySettings(PolicySettings.DEFAULTS.rungs(), List.of(rule)));
    store.read(0, certificate("a").expiresIn(2).build(), certificate("b").expiresIn(4).build());
    store.read(1.2);

    assertThat(store.read(1.5))
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
                        .expiresIn(20 + i % 50)
                        .hosts("same.example", "h" + i / 2 + ".example")
                        .build())
            .toArray(Certificate[]::new);

    var begin = System.nanoTime();
    store.read(0, certificates);

    // Quadratic would take hours.
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(60));
  }

  @Test
  void subject_supersedesOnlyWithAnOverride() {
    var plain = new InMemoryPolicyStore();
    var asked = new InMemoryPolicyStore();
    var rule = new ExpiryRule(Matcher.ALL, null, null, true, false);
    asked.configure(new PolicySettings(PolicySettings.DEFAULTS.rungs(), List.of(rule)));
    var old = certificate("a").name("device").expiresIn(20).build();
    var young = certificate("b").name("device").expiresIn(300).build();
    var other = certificate("c").name("other").expiresIn(20).build();

    assertEvents(plain.read(0, old, young), "expiring 30d warning");
    assertThat(asked.read(0, old, young, other))
        .extracting(event -> event.alert().subject().certificate())
        .containsExactly("c");
  }

  private static List<String> attributes(Event event) {
    var item = event.item();
    var hosts = item == null ? null : item.certificate().attributes().get("uncovered_hosts");
    return hosts == null ? List.of() : List.of(hosts);
  }

  private static Certificate expiringSoon(String... hosts) {
    return certificate("a").expiresIn(20).hosts(hosts).build();
  }

  private static Certificate expiringLater(String... hosts) {
    return certificate("b").expiresIn(300).hosts(hosts).build();
  }
}
