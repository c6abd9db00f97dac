package io.certvigil.cloudflare.sources;

import static io.certvigil.cloudflare.ApiBodies.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cloudflare.CloudflareFixture;
import io.certvigil.cloudflare.FakeApi;
import io.certvigil.cloudflare.X509TestCertificates;
import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Reading;
import io.certvigil.model.Scope;
import io.certvigil.model.ScopeLevel;
import io.certvigil.model.Source;
import io.certvigil.model.X509Fields;
import java.time.Duration;
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

/** Requests and field mapping of the lists for origins, identity providers and services. */
class OriginAndAccessMappingTest {
  private static final Scope ORIGIN_CA = ofZone(Source.ORIGIN_CA);
  private static final Scope PULL = ofZone(Source.ORIGIN_PULL);
  private static final Scope PULL_HOSTNAMES = ofZone(Source.ORIGIN_PULL_HOSTNAMES);
  private static final Scope SAML =
      Scope.ofAccount(Source.SAML_CERTIFICATES, CloudflareFixture.ACCOUNT);
  private static final Scope TOKENS =
      Scope.ofAccount(Source.SERVICE_TOKENS, CloudflareFixture.ACCOUNT);
  private static final Scope TOKENS_OF_ZONE = ofZone(Source.SERVICE_TOKENS);
  private static final Instant END = Instant.parse("2027-01-01T05:20:00Z");
  private static final String DOCUMENTATION_PEM =
      "-----BEGIN CERTIFICATE-----\\nMIIDtTCCAp2gAwIBAgIJAMHA...\\n-----END CERTIFICATE-----";

  private static Scope ofZone(Source source) {
    return Scope.ofZone(source, CloudflareFixture.ACCOUNT, CloudflareFixture.ZONE);
  }

  static Stream<Arguments> everyTarget() {
    var zone = CloudflareFixture.ZONE.id();
    var account = "/accounts/" + CloudflareFixture.ACCOUNT.id();
    return Stream.of(
        Arguments.of(ORIGIN_CA, "/certificates?zone_id=" + zone + "&page=1&per_page=50"),
        Arguments.of(PULL, "/zones/" + zone + "/origin_tls_client_auth"),
        Arguments.of(
            PULL_HOSTNAMES, "/zones/" + zone + "/origin_tls_client_auth/hostnames/certificates"),
        Arguments.of(SAML, account + "/access/saml_certificates?page=1&per_page=1000"),
        Arguments.of(TOKENS, account + "/access/service_tokens?page=1&per_page=1000"),
        Arguments.of(
            TOKENS_OF_ZONE, "/zones/" + zone + "/access/service_tokens?page=1&per_page=1000"));
  }

  @ParameterizedTest
  @MethodSource("everyTarget")
  void list_isRequestedInLargestPages_orWithoutPagination(Scope scope, String target) {
    try (var api = new FakeApi(FakeApi.always(200, page(List.of(), 1, 50, 0)));
        var subject = new CloudflareFixture(api.url())) {

      assertThat(subject.cloudflare.read("main", scope)).isInstanceOf(Reading.Complete.class);
      assertThat(api.targets()).containsExactly(target);
    }
  }

  @Test
  void endpointOfOriginCa_isThePathWithoutTheZone() {
    assertThat(ListEndpoints.endpoints()).contains("/certificates").doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({"ORIGIN_PULL", "ORIGIN_PULL_HOSTNAMES"})
  void unpaginatedListIsIncomplete_whenMoreIsAnnounced(Source source) {
    var body = page(List.of("{\"id\":\"a\"}"), "{\"total_count\":2}");
    try (var api = new FakeApi(FakeApi.always(200, body));
        var subject = new CloudflareFixture(api.url())) {

      var partial = (Reading.Partial) subject.cloudflare.read("main", ofZone(source));

      assertThat(partial.fault().reason()).isEqualTo(FaultReason.INCOMPLETE);
      assertThat(partial.expected()).isEqualTo(2);
    }
  }

  @Test
  void originCa_asDocumented() {
    var item =
        """
        {"id":"328578533902268680212849205732770752308931942346","certificate":"%s",
         "csr":"-----BEGIN CERTIFICATE REQUEST-----","hostnames":["example.com","*.example.com"],
         "expires_on":"2027-01-01 05:20:00 +0000 UTC","request_type":"origin-rsa",
         "requested_validity":5475}
        """
            .formatted(DOCUMENTATION_PEM);

    assertThat(read(ORIGIN_CA, item))
        .isEqualTo(
            new Certificate(
                "328578533902268680212849205732770752308931942346",
                "example.com",
                "none",
                null,
                false,
                Expiry.on(END),
                new X509Fields(null, null, null, null, List.of("example.com", "*.example.com")),
                Map.of("request_type", "origin-rsa", "requested_validity", "5475")));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-01 05:20:00 +0000 UTC, revoked",
    "2026-05-01T05:20:00Z, revoked",
    "0001-01-01T00:00:00Z, none"
  })
  void originCa_isRevoked_whenAMomentIsGiven(String revokedAt, String status) {
    var item = "{\"id\":\"a\",\"revoked_at\":\"%s\"}".formatted(revokedAt);

    assertThat(read(ORIGIN_CA, item).status()).isEqualTo(status);
  }

  @Test
  void originPull_asDocumented() {
    var item =
        """
        {"id":"023e105f4ecef8ad9ca31a8372d0c353","certificate":"%s","enabled":true,
         "expires_on":"2027-01-01T05:20:00Z","issuer":"GlobalSign","private_key":"MIIE",
         "signature":"SHA256WithRSA","status":"active",
         "uploaded_on":"2019-10-28T18:11:23.37411Z"}
        """
            .formatted(DOCUMENTATION_PEM);

    assertThat(read(PULL, item))
        .isEqualTo(
            new Certificate(
                "023e105f4ecef8ad9ca31a8372d0c353",
                "023e105f4ecef8ad9ca31a8372d0c353",
                "active",
                true,
                false,
                Expiry.on(END),
                new X509Fields(null, "GlobalSign", null, null, List.of()),
                Map.of("signature", "SHA256WithRSA", "uploaded_on", "2019-10-28T18:11:23.37411Z")));
  }

  @Test
  void originPullOfAHostname_asDocumented() {
    var item =
        """
        {"id":"023e105f4ecef8ad9ca31a8372d0c353","certificate":"%s",
         "expires_on":"2027-01-01T05:20:00Z","issuer":"GlobalSign",
         "serial_number":"6743787633689793699141714808227354901",
         "signature":"SHA256WithRSA","status":"deployment_timed_out"}
        """
            .formatted(DOCUMENTATION_PEM);

    var certificate = read(PULL_HOSTNAMES, item);

    assertThat(certificate.status()).isEqualTo("deployment_timed_out");
    assertThat(certificate.x509())
        .isEqualTo(
            new X509Fields(null, "GlobalSign", "512ce66ad630e7b0cd49d076879d915", null, List.of()));
  }

  @ParameterizedTest
  @MethodSource("pulls")
  void originPull_hasTheNameOfItsPem(Scope scope) {
    var made =
        X509TestCertificates.make(
            "CN=My CA", "0abc", new GeneralName(GeneralName.dNSName, "a.example"));
    var item =
        "{\"id\":\"a\",\"certificate\":\"%s\"}"
            .formatted(X509TestCertificates.pem(made).replace("\n", "\\n"));

    var certificate = read(scope, item);

    assertThat(certificate.name()).isEqualTo("device");
    assertThat(certificate.x509().serial()).isEqualTo("abc");
    assertThat(certificate.expiry()).isEqualTo(Expiry.on(X509TestCertificates.NOT_AFTER));
  }

  static Stream<Scope> pulls() {
    return Stream.of(PULL, PULL_HOSTNAMES);
  }

  @Test
  void samlSet_isItsCurrentCertificate_whenThereIsNoPrevious() {
    var item =
        """
        {"uid":"a5bb4b3f","created_at":"2024-03-21T10:30:00Z","updated_at":"2024-03-21T10:30:00Z",
         "previous_certificate":null,"current_certificate":{"is_current":true,
         "not_after":"2027-01-01T05:20:00Z","public_certificate":"%s","uid":"f174e90a"}}
        """
            .formatted(DOCUMENTATION_PEM);

    assertThat(readAll(SAML, item))
        .containsExactly(
            new Certificate(
                "a5bb4b3f",
                "a5bb4b3f",
                "none",
                true,
                false,
                Expiry.on(END),
                X509Fields.UNKNOWN,
                Map.of("created_at", "2024-03-21T10:30:00Z", "certificate_uid", "f174e90a")));
  }

  @Test
  void previousSamlCertificate_isThereWithItsOwnId_outOfUse() {
    var item =
        """
        {"uid":"set","current_certificate":{"uid":"new","not_after":"2029-01-01T00:00:00Z"},
         "previous_certificate":{"uid":"old","not_after":"2027-01-01T05:20:00Z"}}
        """;

    var both = readAll(SAML, item);

    assertThat(both).extracting(Certificate::id).containsExactly("set", "old");
    assertThat(both.getLast())
        .isEqualTo(
            new Certificate(
                "old",
                "set",
                "inactive",
                false,
                false,
                Expiry.on(END),
                X509Fields.UNKNOWN,
                Map.of()));
  }

  @Test
  void samlSetsAreCounted_notTheirCertificates() {
    var sets =
        List.of(
            "{\"uid\":\"a\",\"current_certificate\":{},\"previous_certificate\":{\"uid\":\"a2\"}}",
            "{\"uid\":\"b\",\"current_certificate\":{},\"previous_certificate\":{\"uid\":\"b2\"}}");

    var whole = reading(SAML, page(sets, 1, 1000, 2));
    var oneMissing = reading(SAML, page(sets, "{\"per_page\":1000,\"total_count\":3}"));

    assertThat(((Reading.Complete) whole).certificates()).hasSize(4);
    assertThat(((Reading.Partial) oneMissing).seen()).hasSize(4);
    assertThat(((Reading.Partial) oneMissing).expected()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"current_certificate\":{\"uid\":\"x\"}}",
        "{\"uid\":7}",
        "{\"uid\":\"a\",\"previous_certificate\":{}}"
      })
  void malformed_whenASamlSetOrItsPreviousHasNoId(String item) {
    var failed = (Reading.Failed) reading(SAML, page(List.of(item), 1, 1000, 1));

    assertThat(failed.fault().reason()).isEqualTo(FaultReason.MALFORMED);
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void serviceToken_asDocumented(Scope scope) {
    var item =
        """
        {"id":"f174e90a","client_id":"88bf3b6d86161464f6509f7219099e57.access.example.com",
         "created_at":"2014-01-01T05:20:00.12345Z","duration":"8760h","enabled":true,
         "expires_at":"2027-01-01T05:20:00Z","last_seen_at":"2026-11-20T05:20:00.12345Z",
         "name":"CI/CD token","updated_at":"2014-01-01T05:20:00.12345Z"}
        """;

    assertThat(read(scope, item))
        .isEqualTo(
            new Certificate(
                "f174e90a",
                "CI/CD token",
                "none",
                true,
                false,
                Expiry.on(END),
                new X509Fields(END.minus(Duration.ofDays(365)), null, null, null, List.of()),
                Map.of("created_at", "2014-01-01T05:20:00.12345Z", "duration", "8760h")));
  }

  static Stream<Scope> tokens() {
    return Stream.of(TOKENS, TOKENS_OF_ZONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"duration\":\"forever\"",
        "\"duration\":\"forever\",\"expires_at\":null",
        "\"duration\":\"forever\",\"expires_at\":\"0001-01-01T00:00:00Z\"",
        "\"duration\":\"forever\",\"expires_at\":\"2027-01-01T05:20:00Z\""
      })
  void serviceTokenThatLivesForEver_hasNoEnd(String fields) {
    assertThat(read(TOKENS, "{\"id\":\"a\"," + fields + "}").expiry())
        .isEqualTo(new Expiry.Never());
  }

  @Test
  void disabledServiceToken_isNotInUse() {
    var off = read(TOKENS, "{\"id\":\"a\",\"enabled\":false}");

    assertThat(off.status()).isEqualTo("inactive");
    assertThat(off.inUse()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"a while\"", "\"-1h\"", "{}", "\"\""})
  void serviceTokensLifetimeIsUnknown_whenItsDurationIsInvalid(String duration) {
    var item =
        "{\"id\":\"a\",\"expires_at\":\"2027-01-01T05:20:00Z\",\"duration\":" + duration + "}";

    var token = read(TOKENS, item);

    assertThat(token.notAfter()).contains(END);
    assertThat(token.lifetime()).isEmpty();
  }

  static Stream<Arguments> dates() {
    return Stream.of(
            "2027-01-01T05:20:00Z",
            "2027-01-01T05:20:00.000000Z",
            "2027-01-01T06:20:00+01:00",
            "2027-01-01 05:20:00 +0000 UTC",
            "2027-01-01 05:20:00.000000000 +0000 UTC",
            "2027-01-01 05:20:00+00")
        .flatMap(date -> dated().map(item -> Arguments.of(item.scope(), item.json(), date)));
  }

  private record Dated(Scope scope, String json) {}

  private static Stream<Dated> dated() {
    var plain = "{\"id\":\"a\",\"expires_on\":\"%s\"}";
    return Stream.of(
        new Dated(ORIGIN_CA, plain),
        new Dated(PULL, plain),
        new Dated(PULL_HOSTNAMES, plain),
        new Dated(SAML, "{\"uid\":\"a\",\"current_certificate\":{\"not_after\":\"%s\"}}"),
        new Dated(TOKENS, "{\"id\":\"a\",\"expires_at\":\"%s\"}"));
  }

  @ParameterizedTest
  @MethodSource("dates")
  void expiryIsParsed_inEachFormat(Scope scope, String item, String date) {
    assertThat(read(scope, item.formatted(date)).expiry()).isEqualTo(Expiry.on(END));
  }

  static Stream<Arguments> noDates() {
    return Stream.of("soon", "", "0001-01-01 00:00:00 +0000 UTC", "2027-02-30T00:00:00Z")
        .flatMap(date -> dated().map(item -> Arguments.of(item.scope(), item.json(), date)));
  }

  @ParameterizedTest
  @MethodSource("noDates")
  void certificateIsKept_whenItsDateIsInvalid(Scope scope, String item, String date) {
    assertThat(read(scope, item.formatted(date)).expiry())
        .isEqualTo(new Expiry.Unreadable(date, null));
  }

  static Stream<Scope> everyList() {
    return Stream.of(ORIGIN_CA, PULL, PULL_HOSTNAMES, SAML, TOKENS, TOKENS_OF_ZONE);
  }

  @ParameterizedTest
  @MethodSource("everyList")
  void onlyTheIdIsRequired(Scope scope) {
    var certificate = read(scope, "{\"id\":\"a\",\"uid\":\"a\"}");

    assertThat(certificate)
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

  @ParameterizedTest
  @MethodSource("everyList")
  void certificateIsKept_whenEveryOtherFieldIsOfAWrongType(Scope scope) {
    var item =
        """
        {"id":"a","uid":"a","certificate":{},"expires_on":[1],"revoked_at":{},"hostnames":"x",
         "request_type":[],"requested_validity":{},"issuer":{},"signature":[],"status":{},
         "enabled":"yes","uploaded_on":{},"serial_number":[],"current_certificate":"x",
         "previous_certificate":[],"created_at":false,"name":{},"duration":{},"expires_at":{}}
        """;

    assertThat(read(scope, item).expiry()).isEqualTo(new Expiry.Unreadable("", null));
  }

  @Test
  void namesAreOneLine_withAnyContent() {
    var evil = " a\\r\\nb\\u001b[31m\\u202ec<script>'; DROP TABLE x;-- ";

    assertThat(read(TOKENS, "{\"id\":\"a\",\"name\":\"" + evil + "\"}").name())
        .isEqualTo("a  b [31m c<script>'; DROP TABLE x;--");
    assertThat(read(ORIGIN_CA, "{\"id\":\"a\",\"hostnames\":[\"" + evil + "\"]}").name())
        .isEqualTo("a  b [31m c<script>'; DROP TABLE x;--");
  }

  @ParameterizedTest
  @MethodSource("everyList")
  void secretsAreNotRead_whenTheServerSendsThem(Scope scope) {
    var item =
        "{\"id\":\"a\",\"uid\":\"a\",\"private_key\":\"CANARY\",\"csr\":\"CANARY\","
            + "\"client_id\":\"CANARY\",\"client_secret\":\"CANARY\"}";

    assertThat(read(scope, item).toString()).doesNotContain("CANARY");
  }

  @Test
  void serviceTokensExistBelowBoth_theOthersBelowOne() {
    assertThat(ListEndpoints.of(Source.SERVICE_TOKENS, ScopeLevel.ACCOUNT).template())
        .startsWith("/accounts/");
    assertThat(ListEndpoints.of(Source.SERVICE_TOKENS, ScopeLevel.ZONE).template())
        .startsWith("/zones/");
  }

  private static Certificate read(Scope scope, String item) {
    return readAll(scope, item).getFirst();
  }

  private static List<Certificate> readAll(Scope scope, String item) {
    var reading = reading(scope, page(List.of(item), 1, 50, 1));

    assertThat(reading).isInstanceOf(Reading.Complete.class);
    return ((Reading.Complete) reading).certificates();
  }

  private static Reading reading(Scope scope, String body) {
    try (var api = new FakeApi(FakeApi.always(200, body));
        var subject = new CloudflareFixture(api.url())) {
      return subject.cloudflare.read("main", scope);
    }
  }
}
