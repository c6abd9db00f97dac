package io.certvigil.demo.simulator;

import static io.certvigil.demo.simulator.SimulatorFixture.text;
import static io.certvigil.model.Source.CLIENT_CERTIFICATES;
import static io.certvigil.model.Source.GATEWAY_CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.certvigil.demo.FixedClock;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CertificateEncoderTest {
  private final SimulatorFixture fixture =
      new SimulatorFixture(SimulatedEstate.sample(7, FixedClock.TODAY));

  @AfterEach
  void close() {
    fixture.close();
  }

  private JsonObject first(String path) throws Exception {
    return fixture.items(path).getFirst().getAsJsonObject();
  }

  private static X509Certificate parse(String pem) throws CertificateException {
    var bytes = pem.getBytes(StandardCharsets.UTF_8);
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(bytes));
  }

  @Test
  void clientCertificate_matchesItsFields() throws Exception {
    var json = first(fixture.clientCertificates());

    var x509 = parse(text(json, "certificate"));

    assertThat(x509.getNotAfter().toInstant()).hasToString(text(json, "expires_on"));
    assertThat(x509.getNotBefore().toInstant()).hasToString(text(json, "issued_on"));
    assertThat(x509.getSerialNumber().toString(16)).isEqualTo(text(json, "serial_number"));
    assertThat(x509.getSubjectX500Principal().getName()).contains(text(json, "common_name"));
    var digest = MessageDigest.getInstance("SHA-256").digest(x509.getEncoded());
    assertThat(HexFormat.of().formatHex(digest)).isEqualTo(text(json, "fingerprint_sha256"));
  }

  @Test
  void gatewayCertificate_matchesItsFields() throws Exception {
    var json = first("/accounts/" + fixture.account() + "/gateway/certificates");

    var x509 = parse(text(json, "certificate"));

    var padded =
        Arrays.stream(text(json, "fingerprint").split(":"))
            .map(group -> group.length() == 1 ? "0" + group : group)
            .collect(Collectors.joining());
    var digest = MessageDigest.getInstance("SHA-256").digest(x509.getEncoded());
    assertThat(HexFormat.of().withUpperCase().formatHex(digest)).isEqualTo(padded);
    assertThat(x509.getNotAfter().toInstant()).isEqualTo(Instant.parse(text(json, "expires_on")));
    assertThat(x509.getBasicConstraints()).isPositive();
  }

  @Test
  void gatewayCertificate_mayHaveLiteralNewlines() throws Exception {
    var pems =
        fixture.items("/accounts/" + fixture.account() + "/gateway/certificates").stream()
            .map(item -> text(item.getAsJsonObject(), "certificate"))
            .filter(pem -> pem.contains("\\n"))
            .toList();

    assertThat(pems).hasSize(1);
    assertThat(parse(pems.getFirst().replace("\\n", "\n")).getVersion()).isEqualTo(3);
  }

  @Test
  void accessCertificate_hasHostsWithoutAPem() throws Exception {
    var json = first("/accounts/" + fixture.account() + "/access/certificates");

    assertThat(json.has("certificate")).isFalse();
    assertThat(text(json, "fingerprint")).matches("MD5 Fingerprint=([0-9A-F]{2}:){15}[0-9A-F]{2}");
    assertThat(text(json, "expires_on")).matches(".*\\.[0-9]{5}Z");
    assertThat(json.getAsJsonArray("associated_hostnames")).isNotEmpty();
  }

  @Test
  void everyCertificate_hasItsExpiry() throws Exception {
    var encoder = new CertificateEncoder(1);
    for (var zone : fixture.estate.zones()) {
      for (var certificate : fixture.estate.list(CLIENT_CERTIFICATES, zone.zone().id())) {
        assertThat(parse(encoder.encode(certificate).pem()).getNotAfter().toInstant())
            .isEqualTo(certificate.notAfter());
      }
    }
  }

  @Test
  void hosts_areInTheCertificate() throws Exception {
    var encoder = new CertificateEncoder(1);
    var certificate = certificate("a").withHosts(List.of("a.example", "*.b.example"));

    var names = parse(encoder.encode(certificate).pem()).getSubjectAlternativeNames();

    assertThat(names)
        .extracting(name -> (Object) name.get(1))
        .containsExactly("a.example", "*.b.example");
  }

  @Test
  void certificate_isTheSameEveryTime_untilItChanges() {
    var encoder = new CertificateEncoder(1);
    var a = certificate("a");
    var pem = encoder.encode(a).pem();
    var renewed = a.withValidity(FixedClock.TODAY, a.notAfter().plusSeconds(1));

    assertThat(new CertificateEncoder(1).encode(a).pem()).isEqualTo(pem);
    assertThat(encoder.encode(renewed).pem()).isNotEqualTo(pem);
    assertThat(encoder.encode(a.withHosts(List.of("a.example"))).pem()).isNotEqualTo(pem);
  }

  @Test
  void csr_hasThePrivateMarker() throws Exception {
    assertThat(text(first(fixture.clientCertificates()), "csr"))
        .contains(SimulatedEstate.PRIVATE_MARKER);
  }

  @Test
  void lateExpiry_hasAFourDigitYear() throws Exception {
    var end = Instant.parse("2075-01-02T03:04:05Z");
    var certificate = certificate("a").withValidity(FixedClock.TODAY, end);

    assertThat(parse(new CertificateEncoder(1).encode(certificate).pem()).getNotAfter().toInstant())
        .isEqualTo(end);
  }

  @Test
  void signature_isOfTheSharedKey() throws Exception {
    var root = certificate("root");
    var x509 = parse(new CertificateEncoder(1).encode(root).pem());

    x509.verify(x509.getPublicKey());

    assertThat(x509.getSigAlgName()).isEqualTo("Ed25519");
  }

  private static SimulatedCertificate certificate(String id) {
    return SimulatorFixture.certificate(GATEWAY_CERTIFICATES, "owner", id, "name");
  }
}
