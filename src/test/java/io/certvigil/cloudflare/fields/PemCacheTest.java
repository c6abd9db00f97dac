package io.certvigil.cloudflare.fields;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cloudflare.X509TestCertificates;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

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
  void pemIsRead_whenItsLineBreaksAreTwoCharacters() {
    var pem = X509TestCertificates.pem(X509TestCertificates.make("CN=a", "1"));

    assertThat(facts.of(pem.replace("\n", "\\n"))).isPresent().isEqualTo(facts.of(pem));
  }

  @Test
  void issuerIsTheWholeName_whenItHasNoCommonName() {
    var pem = X509TestCertificates.pem(X509TestCertificates.make("O=Acme,C=DE", "1"));

    assertThat(facts.of(pem)).map(found -> found.x509().issuer()).contains("O=Acme,C=DE");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\nMIIDmDCCAoC...dhDDE\n-----END CERTIFICATE-----",
        "-----END CERTIFICATE----------BEGIN CERTIFICATE-----"
      })
  void empty_whenUnreadable_everyTime(@Nullable String pem) {
    facts.of(pem);

    assertThat(facts.of(pem)).isEmpty();
  }
}
