package io.certvigil.cloudflare.fields;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cloudflare.X509TestCertificates;
import org.junit.jupiter.api.Test;

class PemCacheTest {
  private final PemCache facts = new PemCache();

  @Test
  void sameObject_whenTheSamePemIsReadAgain() {
    var pem = X509TestCertificates.pem(X509TestCertificates.make("CN=a", "1"));
    var first = facts.of(pem).orElseThrow();

    assertThat(facts.of(pem)).get().isSameAs(first);
  }

  @Test
  void otherFacts_forAnotherPem() {
    facts.of(X509TestCertificates.pem(X509TestCertificates.make("CN=a", "1")));

    assertThat(facts.of(X509TestCertificates.pem(X509TestCertificates.make("CN=b", "2"))))
        .map(found -> found.x509().serial())
        .contains("2");
  }

  @Test
  void empty_whenUnreadable_everyTime() {
    facts.of("nonsense");

    assertThat(facts.of("nonsense")).isEmpty();
    assertThat(facts.of(null)).isEmpty();
  }
}
