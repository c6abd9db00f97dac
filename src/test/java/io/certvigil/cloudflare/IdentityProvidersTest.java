package io.certvigil.cloudflare;

import static io.certvigil.cloudflare.ApiBodies.page;
import static io.certvigil.cloudflare.CloudflareFixture.ACCOUNT;
import static io.certvigil.cloudflare.CloudflareFixture.certificates;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Reading;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates without id and date in the list of identity providers. */
class IdentityProvidersTest {
  private static final Scope PROVIDERS =
      Scope.ofAccount(Source.IDENTITY_PROVIDER_CERTIFICATES, ACCOUNT);

  @Test
  void certificateIsRead_whetherPemOrOnlyBase64() throws Exception {
    var made = make("1a");
    var base64 = Base64.getEncoder().encodeToString(made.getEncoded());
    var inLines = Base64.getMimeEncoder().encodeToString(made.getEncoded());
    var pem = X509TestCertificates.pem(made);

    for (var text : List.of(pem, base64, inLines, pem.replace("\n", "\\n"), " " + base64 + "\n")) {
      var read = certificates(PROVIDERS, provider(text)).getFirst();

      assertThat(read.id()).isEqualTo("idp:" + sha256(made).substring(0, 32));
      assertThat(read.name()).isEqualTo("Okta");
      assertThat(read.expiry()).isEqualTo(Expiry.on(X509TestCertificates.NOT_AFTER));
      assertThat(read.x509().fingerprintSha256()).isEqualTo(sha256(made));
      assertThat(read.attributes())
          .containsEntry(Certificate.IDENTITY_PROVIDER, "idp")
          .containsEntry("type", "saml");
    }
  }

  @Test
  void eachCertificateIsOne_inOneTextOrInSeveral() throws Exception {
    var one = X509TestCertificates.pem(make("1a"));
    var other = X509TestCertificates.pem(make("2b"));

    assertThat(certificates(PROVIDERS, provider(one + other))).hasSize(2);
    assertThat(certificates(PROVIDERS, provider(one, other))).hasSize(2);
    assertThat(certificates(PROVIDERS, provider(one, one))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"no certificate", "MIIB", "-----BEGIN CERTIFICATE-----\nMIIDmD...dhDDE\n"})
  void textThatIsNoCertificate_isOneWithoutADate(String text) {
    var read = certificates(PROVIDERS, provider(text));

    assertThat(read).hasSize(1);
    assertThat(read.getFirst().expiry()).isEqualTo(new Expiry.Unreadable("", null));
    assertThat(certificates(PROVIDERS, provider(text))).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"idp_public_certs\":null}", "{\"idp_public_certs\":[]}"})
  void providerOfAnotherType_hasNone(String config) {
    var item = "{\"id\":\"a\",\"type\":\"github\",\"config\":" + config + "}";

    assertThat(certificates(PROVIDERS, item)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"id\":\"a\"}", "{\"id\":\"a\",\"config\":null}", "{\"config\":{}}"})
  void partial_whenAProviderIsWithoutConfigOrId(String item) {
    var reading = CloudflareFixture.reading(PROVIDERS, page(List.of(item), 1, 1000, 1));

    assertThat(reading).isInstanceOf(Reading.Partial.class);
    assertThat(reading.failure().orElseThrow().reason()).isEqualTo(FaultReason.MALFORMED);
  }

  private static X509Certificate make(String serial) throws Exception {
    return X509TestCertificates.make("CN=idp.example", serial);
  }

  private static String sha256(X509Certificate certificate) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
  }

  private static String provider(String... texts) {
    var quoted =
        List.of(texts).stream()
            .map(
                text ->
                    "\""
                        + text.replace("\\", "\\\\").replace("\r", "\\r").replace("\n", "\\n")
                        + "\"")
            .toList();
    return "{\"id\":\"idp\",\"name\":\"Okta\",\"type\":\"saml\",\"config\":{\"idp_public_certs\":%s}}"
        .formatted(quoted);
  }
}
