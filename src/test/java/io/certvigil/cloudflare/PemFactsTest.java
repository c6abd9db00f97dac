package io.certvigil.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PemFactsTest {
  private final PemFacts facts = new PemFacts();

  @Test
  void sameFacts_whenTheSamePemComesAgain() {
    var pem = Certificates.pem(Certificates.make("CN=a", "1"));
    var first = facts.of(pem).orElseThrow();

    assertThat(facts.of(pem)).get().isSameAs(first);
  }

  @Test
  void otherFacts_whenThePemIsAnother() {
    facts.of(Certificates.pem(Certificates.make("CN=a", "1")));

    assertThat(facts.of(Certificates.pem(Certificates.make("CN=b", "2"))))
        .map(found -> found.x509().serial())
        .contains("2");
  }

  @Test
  void nothing_whenUnreadableHoweverOften() {
    facts.of("nonsense");

    assertThat(facts.of("nonsense")).isEmpty();
    assertThat(facts.of(null)).isEmpty();
  }
}
