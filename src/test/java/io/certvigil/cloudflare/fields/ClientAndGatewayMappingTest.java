package io.certvigil.cloudflare.fields;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cloudflare.CloudflareFixture;
import io.certvigil.cloudflare.X509TestCertificates;
import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.Scope;
import io.certvigil.model.X509Fields;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAndGatewayMappingTest {
  private static final String ISSUER = "CN=Managed CA 1,OU=www.cloudflare.com,O=Cloudflare,C=US";
  private static final String SHA256 =
      "256c24690243359fb8cf139a125bd05ebf1d968b71e4caf330718e9f5c8a89ea";

  @Test
  void clientCertificate_asDocumented() {
    var item =
        """
        {"id":"023e105f4ecef8ad9ca31a8372d0c353","common_name":"Cloudflare","country":"US",
         "certificate":"-----BEGIN CERTIFICATE-----\\nMIIDmDCCAoC...dhDDE\\n-----END CERTIFICATE-----",
         "certificate_authority":{"id":"568b6b74","name":"Cloudflare Managed CA for account"},
         "csr":"-----BEGIN CERTIFICATE REQUEST-----\\nMIICY....\\n-----END CERTIFICATE REQUEST-----",
         "expires_on":"2033-02-20T23:18:00Z","issued_on":"2023-02-23T23:18:00Z",
         "fingerprint_sha256":"%s","location":"Somewhere","organization":"Organization",
         "organizational_unit":"Organizational Unit","signature":"SHA256WithRSA","state":"CA",
         "serial_number":"3bb94ff144ac567b9f75ad664b6c55f8d5e48182",
         "ski":"8e375af1389a069a0f921f8cc8e1eb12d784b949","status":"active","validity_days":3650}
        """
            .formatted(SHA256);

    assertThat(read(CloudflareFixture.CLIENTS, item))
        .isEqualTo(
            new Certificate(
                "023e105f4ecef8ad9ca31a8372d0c353",
                "Cloudflare",
                "active",
                null,
                false,
                Expiry.on(Instant.parse("2033-02-20T23:18:00Z")),
                new X509Fields(
                    Instant.parse("2023-02-23T23:18:00Z"),
                    "Cloudflare Managed CA for account",
                    "3bb94ff144ac567b9f75ad664b6c55f8d5e48182",
                    SHA256,
                    List.of()),
                Map.of(
                    "organization", "Organization",
                    "organizational_unit", "Organizational Unit",
                    "country", "US",
                    "state", "CA",
                    "location", "Somewhere",
                    "certificate_authority", "Cloudflare Managed CA for account",
                    "ski", "8e375af1389a069a0f921f8cc8e1eb12d784b949",
                    "signature", "SHA256WithRSA")));
  }

  @Test
  void accessCertificate_asDocumented() {
    var item =
        """
        {"associated_hostnames":["admin.example.com"],"created_at":"2014-01-01T05:20:00.12345Z",
         "expires_on":"2014-01-01T05:20:00.12345Z","id":"f174e90a","name":"Allow devs",
         "fingerprint":"MD5 Fingerprint=1E:80:0F:7A:FD:31:55:96:DE:D5:CB:E2:F0:91:F6:91",
         "updated_at":"2014-01-01T05:20:00.12345Z"}
        """;

    assertThat(read(CloudflareFixture.ACCESS, item))
        .isEqualTo(
            new Certificate(
                "f174e90a",
                "Allow devs",
                "none",
                null,
                false,
                Expiry.on(Instant.parse("2014-01-01T05:20:00.123450Z")),
                new X509Fields(null, null, null, null, List.of("admin.example.com")),
                Map.of(
                    "created_at", "2014-01-01T05:20:00.12345Z",
                    "fingerprint_md5", "1e800f7afd315596ded5cbe2f091f691")));
  }

  @Test
  void gatewayCertificate_asDocumented() {
    var item =
        """
        {"binding_status":"pending_deployment","created_at":"2014-01-01T05:20:00.12345Z",
         "certificate":"-----BEGIN CERTIFICATE-----\\\\nMIIDmDCCAoC\\\\n-----END CERTIFICATE-----",
         "expires_on":"2014-01-01T05:20:00.12345Z",
         "fingerprint":"E9:19:49:AA:DD:D8:1E:C1:20:2A:D8:22:BF:A5:F8:FC:1A:F7:10:9F:C7:5B:69:AB:0:31:91:8B:61:B4:BF:1C",
         "id":"f174e90a-fafe-4643-bbbc-4a0ed4fc8415","in_use":true,"issuer_org":"Example Inc.",
         "issuer_raw":"O=Example Inc.,L=California,ST=San Francisco,C=US",
         "type":"gateway_managed","updated_at":"2014-01-01T05:20:00.12345Z",
         "uploaded_on":"2014-01-01T05:20:00.12345Z"}
        """;

    assertThat(read(CloudflareFixture.GATEWAY, item))
        .isEqualTo(
            new Certificate(
                "f174e90a-fafe-4643-bbbc-4a0ed4fc8415",
                "Example Inc.",
                "pending_deployment",
                true,
                false,
                Expiry.on(Instant.parse("2014-01-01T05:20:00.123450Z")),
                new X509Fields(
                    null,
                    "O=Example Inc.,L=California,ST=San Francisco,C=US",
                    null,
                    "e91949aaddd81ec1202ad822bfa5f8fc1af7109fc75b69ab0031918b61b4bf1c",
                    List.of()),
                Map.of(
                    "issuer_org", "Example Inc.",
                    "type", "gateway_managed",
                    "uploaded_on", "2014-01-01T05:20:00.12345Z")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"available", "active", "something_new"})
  void statusIsKeptAsGiven(String status) {
    var item = "{\"id\":\"a\",\"binding_status\":\"" + status + "\"}";

    assertThat(read(CloudflareFixture.GATEWAY, item).status()).isEqualTo(status);
  }

  @Test
  void onlyTheIdIsRequired() {
    for (var scope :
        List.of(
            CloudflareFixture.CLIENTS,
            CloudflareFixture.ACCESS,
            CloudflareFixture.GATEWAY,
            CloudflareFixture.MTLS,
            CloudflareFixture.CUSTOM,
            CloudflareFixture.TRUSTED,
            CloudflareFixture.HOSTNAMES)) {
      assertThat(read(scope, "{\"id\":\"a\"}"))
          .isEqualTo(
              new Certificate(
                  "a",
                  "a",
                  "none",
                  null,
                  false,
                  new Expiry.Unreadable("", null),
                  X509Fields.UNKNOWN,
                  Map.of()));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null|''",
        "1767225600|1767225600",
        "true|''",
        "{\"a\":1}|''",
        "[1]|''",
        "\"\"|''",
        "\"soon\"|soon"
      })
  void certificateIsKept_whenItsDateIsNoDate(String json, String text) {
    assertThat(
            read(CloudflareFixture.CLIENTS, "{\"id\":\"a\",\"expires_on\":" + json + "}").expiry())
        .isEqualTo(new Expiry.Unreadable(text, null));
  }

  @Test
  void certificateIsKept_whenOtherFieldsAreOfAWrongType() {
    var item =
        "{\"id\":\"a\",\"name\":[1],\"associated_hostnames\":{\"x\":1},\"fingerprint\":{},"
            + "\"created_at\":false,\"expires_on\":\"2033-02-20T23:18:00Z\"}";

    assertThat(read(CloudflareFixture.ACCESS, item).notAfter())
        .contains(Instant.parse("2033-02-20T23:18:00Z"));
  }

  @Test
  void invalidHostsAreOmitted() {
    var item =
        "{\"id\":\"a\",\"associated_hostnames\":[null,\"\",\"b.example\",{},\"b.example\",7]}";

    assertThat(read(CloudflareFixture.ACCESS, item).x509().hosts())
        .containsExactly("b.example", "7");
  }

  @Test
  void nameIsOneLine() {
    var item = "{\"id\":\"a\",\"common_name\":\" x\\r\\ny\\u001b[31m\\u202egpj \"}";

    assertThat(read(CloudflareFixture.CLIENTS, item).name()).isEqualTo("x  y [31m gpj");
  }

  @Test
  void pemTakesPrecedence_whenReadable() throws Exception {
    var made =
        X509TestCertificates.make(
            ISSUER,
            "0abc",
            new GeneralName(GeneralName.dNSName, "a.example"),
            new GeneralName(GeneralName.iPAddress, "192.0.2.1"),
            new GeneralName(GeneralName.rfc822Name, "x@a.example"));
    var item =
        "{\"id\":\"a\",\"expires_on\":\"2033-02-20T23:18:00Z\",\"serial_number\":\"ff\",\"fingerprint_sha256\":\"%s\",\"certificate\":\"%s\"}"
            .formatted(SHA256, X509TestCertificates.pem(made).replace("\n", "\\n"));

    var certificate = read(CloudflareFixture.CLIENTS, item);

    assertThat(certificate.expiry()).isEqualTo(Expiry.on(X509TestCertificates.NOT_AFTER));
    assertThat(certificate.x509())
        .isEqualTo(
            new X509Fields(
                X509TestCertificates.NOT_BEFORE,
                "Managed CA 1",
                "abc",
                HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(made.getEncoded())),
                List.of("a.example", "192.0.2.1")));
    assertThat(certificate.name()).isEqualTo("a.example");
  }

  @Test
  void pemIsRead_whenItsLineBreaksAreTwoCharacters() {
    var pem = X509TestCertificates.pem(X509TestCertificates.make(ISSUER, "1")).replace("\n", "\\n");

    assertThat(PemParser.facts(pem))
        .map(PemParser.Facts::notAfter)
        .contains(X509TestCertificates.NOT_AFTER);
  }

  @Test
  void issuerIsTheWholeName_whenItHasNoCommonName() {
    var pem = X509TestCertificates.pem(X509TestCertificates.make("O=Acme,C=DE", "1"));

    assertThat(PemParser.facts(pem)).map(facts -> facts.x509().issuer()).contains("O=Acme,C=DE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\nMIIDmDCCAoC...dhDDE\n-----END CERTIFICATE-----",
        "-----END CERTIFICATE----------BEGIN CERTIFICATE-----"
      })
  void empty_whenThePemIsUnreadable(String pem) {
    assertThat(PemParser.facts(pem)).isEmpty();
  }

  @Test
  void utf8IsKept() {
    var item = "{\"id\":\"a\",\"name\":\"Zürich ✓ 𝒳\"}";

    assertThat(read(CloudflareFixture.ACCESS, item).name()).isEqualTo("Zürich ✓ 𝒳");
  }

  private static Certificate read(Scope scope, String item) {
    return CloudflareFixture.certificates(scope, item).getFirst();
  }
}
