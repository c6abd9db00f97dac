package io.certvigil.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.certvigil.model.Certificate;
import io.certvigil.model.Reading;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of certificates and lists that are too long, or that are no text. */
class HostileTextsTest {

  @Test
  void serialLongerThanAllowed_isUnknown() {
    var serial = "7" + "f".repeat(140_000);

    var certificate = ofPem(X509TestCertificates.make("CN=ca", serial));

    assertThat(certificate.x509().serial()).isNull();
    assertThat(certificate.x509().fingerprintSha256()).isNotNull();
    assertThat(ofPem(X509TestCertificates.make("CN=ca", "7" + "f".repeat(79))).x509().serial())
        .hasSize(80);
  }

  @Test
  void issuerAndHosts_areBounded() {
    var names =
        Stream.concat(
                Stream.of("h".repeat(100_000)), IntStream.range(0, 3000).mapToObj(n -> "host-" + n))
            .map(name -> new GeneralName(GeneralName.dNSName, name))
            .toArray(GeneralName[]::new);

    var x509 = ofPem(X509TestCertificates.make("CN=" + "i".repeat(100_000), "1", names)).x509();

    assertThat(x509.issuer()).hasSize(512);
    assertThat(x509.hosts()).hasSize(1000).allMatch(host -> host.length() <= 512);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\\ud800", "\\udc00", "a\\ud800b", "\\udc00\\ud800", "\\ud800\\ud800\\udc00"})
  void loneSurrogate_isReplacedAndHidesNothing(String escaped) {
    var page =
        ApiBodies.page(
            List.of(item("c1", "name-" + escaped, escaped), item("c2", "plain", "active")),
            1,
            50,
            2);

    var certificates = complete(CloudflareFixture.reading(CloudflareFixture.CLIENTS, page));

    assertThat(certificates).extracting(Certificate::id).containsExactly("c1", "c2");
    assertThat(certificates.toString()).contains("name-", "\ufffd");
    assertThat(certificates.toString())
        .isEqualTo(
            new String(
                certificates.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
  }

  private static String item(String id, String name, String status) {
    return "{\"id\":\"%s\",\"common_name\":\"%s\",\"status\":\"%s\",\"serial_number\":\"%s\",\"certificate_authority\":{\"name\":\"%s\"},\"expires_on\":\"2033-02-20T23:18:00Z\"}"
        .formatted(id, name, status, status, name);
  }

  private static Certificate ofPem(X509Certificate certificate) {
    var item = new JsonObject();
    item.addProperty("id", "c1");
    item.addProperty("common_name", "device");
    item.addProperty("status", "active");
    item.addProperty("certificate", X509TestCertificates.pem(certificate));
    var page = ApiBodies.page(List.of(item.toString()), 1, 50, 1);
    return complete(CloudflareFixture.reading(CloudflareFixture.CLIENTS, page)).getFirst();
  }

  private static List<Certificate> complete(Reading reading) {
    assertThat(reading).isInstanceOf(Reading.Complete.class);
    return List.copyOf(((Reading.Complete) reading).certificates());
  }
}
