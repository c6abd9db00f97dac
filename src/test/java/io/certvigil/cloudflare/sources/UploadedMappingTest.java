package io.certvigil.cloudflare.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cloudflare.CloudflareFixture;
import io.certvigil.cloudflare.X509TestCertificates;
import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.Scope;
import io.certvigil.model.X509Fields;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Field mapping of the lists of uploaded certificates: mTLS certificates, custom certificates,
 * custom trust store.
 */
class UploadedMappingTest {
  private static final String UNREADABLE_PEM =
      "-----BEGIN CERTIFICATE-----\\\\nMIIDmDCC...\\\\n-----END CERTIFICATE-----";

  @Test
  void mtlsCertificate_asDocumented() {
    var item =
        """
        {"ca":true,"certificates":"%s","expires_on":"2122-10-29T16:59:47Z",
         "id":"023e105f4ecef8ad9ca31a8372d0c353","name":"example_ca_cert","type":"custom",
         "issuer":"O=Example Inc.,L=California,ST=San Francisco,C=US","signature":"SHA256WithRSA",
         "serial_number":"235217144297995885180570755458463043449861756659",
         "uploaded_on":"2022-11-22T17:32:30.467938Z"}
        """
            .formatted(UNREADABLE_PEM);

    assertThat(read(CloudflareFixture.MTLS, item))
        .isEqualTo(
            new Certificate(
                "023e105f4ecef8ad9ca31a8372d0c353",
                "example_ca_cert",
                "none",
                null,
                false,
                Expiry.on(Instant.parse("2122-10-29T16:59:47Z")),
                new X509Fields(
                    null,
                    "O=Example Inc.,L=California,ST=San Francisco,C=US",
                    "29338064d8dc5d56518f8a10b74487b25d5cd6f3",
                    null,
                    List.of()),
                Map.of(
                    "ca", "true",
                    "type", "custom",
                    "signature", "SHA256WithRSA",
                    "uploaded_on", "2022-11-22T17:32:30.467938Z")));
  }

  @Test
  void customCertificate_asDocumented() {
    var item =
        """
        {"id":"023e105f4ecef8ad9ca31a8372d0c353","zone_id":"7c5dae5552338874e5053f2534d2767a",
         "bundle_method":"ubiquitous","expires_on":"2016-01-01T05:20:00Z","priority":1,
         "hosts":["example.com","*.example.com"],"issuer":"GlobalSign","status":"active",
         "geo_restrictions":{"label":"us"},"keyless_server":{"name":"example.com Keyless SSL"},
         "modified_on":"2014-01-01T05:20:00Z","signature":"SHA256WithRSA",
         "uploaded_on":"2014-01-01T05:20:00Z"}
        """;

    assertThat(read(CloudflareFixture.CUSTOM, item))
        .isEqualTo(
            new Certificate(
                "023e105f4ecef8ad9ca31a8372d0c353",
                "example.com",
                "active",
                null,
                false,
                Expiry.on(Instant.parse("2016-01-01T05:20:00Z")),
                new X509Fields(
                    null, "GlobalSign", null, null, List.of("example.com", "*.example.com")),
                Map.of(
                    "bundle_method", "ubiquitous",
                    "keyless_server", "example.com Keyless SSL",
                    "signature", "SHA256WithRSA",
                    "uploaded_on", "2014-01-01T05:20:00Z")));
  }

  @Test
  void trustedCertificate_asDocumented() {
    var item =
        """
        {"id":"023e105f4ecef8ad9ca31a8372d0c353","issuer":"GlobalSign","status":"active",
         "certificate":"%s","expires_on":"2122-10-29T16:59:47Z","signature":"SHA256WithRSA",
         "updated_at":"2014-01-01T05:20:00Z","uploaded_on":"2014-01-01T05:20:00Z"}
        """
            .formatted(UNREADABLE_PEM);

    assertThat(read(CloudflareFixture.TRUSTED, item))
        .isEqualTo(
            new Certificate(
                "023e105f4ecef8ad9ca31a8372d0c353",
                "GlobalSign",
                "active",
                null,
                false,
                Expiry.on(Instant.parse("2122-10-29T16:59:47Z")),
                new X509Fields(null, "GlobalSign", null, null, List.of()),
                Map.of("signature", "SHA256WithRSA", "uploaded_on", "2014-01-01T05:20:00Z")));
  }

  static Stream<Arguments> everyListAndPem() {
    return Stream.of(
        Arguments.of(CloudflareFixture.MTLS, "certificates"),
        Arguments.of(CloudflareFixture.TRUSTED, "certificate"));
  }

  @ParameterizedTest
  @MethodSource("everyListAndPem")
  void pemBeatsTheList_alsoTheFirstOfAChain(Scope scope, String field) {
    var first =
        X509TestCertificates.make(
            "CN=Own CA", "0abc", new GeneralName(GeneralName.dNSName, "a.example"));
    var chain =
        X509TestCertificates.pem(first)
            + X509TestCertificates.pem(X509TestCertificates.make("CN=Root", "1"));
    var item =
        "{\"id\":\"a\",\"expires_on\":\"2033-02-20T23:18:00Z\",\"serial_number\":\"7\",\"%s\":\"%s\"}"
            .formatted(field, chain.replace("\n", "\\n"));

    var certificate = read(scope, item);

    assertThat(certificate.expiry()).isEqualTo(Expiry.on(X509TestCertificates.NOT_AFTER));
    assertThat(certificate.x509().notBefore()).isEqualTo(X509TestCertificates.NOT_BEFORE);
    assertThat(certificate.x509().serial()).isEqualTo("abc");
    assertThat(certificate.x509().issuer()).isEqualTo("Own CA");
  }

  @ParameterizedTest
  @CsvSource({
    "2019-09-10 23:59:59+00, 2019-09-10T23:59:59Z",
    "2018-09-24 11:41:36.697534+00, 2018-09-24T11:41:36.697534Z",
    "2016-01-01T05:20:00Z, 2016-01-01T05:20:00Z"
  })
  void dateOfACustomCertificate_isReadInEveryFormSeen(String text, Instant expected) {
    assertThat(
            read(CloudflareFixture.CUSTOM, "{\"id\":\"a\",\"expires_on\":\"" + text + "\"}")
                .notAfter())
        .contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"active", "expired", "deleted", "pending", "initializing", "new_word"})
  void statusIsKeptAsGiven(String status) {
    var item = "{\"id\":\"a\",\"status\":\"" + status + "\"}";

    assertThat(read(CloudflareFixture.CUSTOM, item).status()).isEqualTo(status);
    assertThat(read(CloudflareFixture.TRUSTED, item).status()).isEqualTo(status);
  }

  @Test
  void certificateIsKept_whenItsFieldsAreOfAWrongType() {
    var item =
        "{\"id\":\"a\",\"name\":[],\"ca\":\"yes\",\"hosts\":{},\"issuer\":{},\"status\":[7],"
            + "\"certificates\":{},\"certificate\":[],\"serial_number\":{},\"keyless_server\":7,"
            + "\"expires_on\":\"2033-02-20T23:18:00Z\"}";

    for (var scope :
        List.of(CloudflareFixture.MTLS, CloudflareFixture.CUSTOM, CloudflareFixture.TRUSTED)) {
      assertThat(read(scope, item).notAfter()).contains(Instant.parse("2033-02-20T23:18:00Z"));
    }
  }

  private static Certificate read(Scope scope, String item) {
    return CloudflareFixture.certificates(scope, item).getFirst();
  }
}
