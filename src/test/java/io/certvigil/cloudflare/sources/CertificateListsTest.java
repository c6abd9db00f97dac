package io.certvigil.cloudflare.sources;

import static io.certvigil.cloudflare.ApiBodies.page;
import static io.certvigil.cloudflare.CloudflareFixture.ACCESS;
import static io.certvigil.cloudflare.CloudflareFixture.ACCESS_OF_ZONE;
import static io.certvigil.cloudflare.CloudflareFixture.CLIENTS;
import static io.certvigil.cloudflare.CloudflareFixture.CUSTOM;
import static io.certvigil.cloudflare.CloudflareFixture.GATEWAY;
import static io.certvigil.cloudflare.CloudflareFixture.HOSTNAMES;
import static io.certvigil.cloudflare.CloudflareFixture.MTLS;
import static io.certvigil.cloudflare.CloudflareFixture.PACKS;
import static io.certvigil.cloudflare.CloudflareFixture.TRUSTED;
import static io.certvigil.cloudflare.CloudflareFixture.certificates;
import static io.certvigil.cloudflare.CloudflareFixture.facts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.certvigil.cloudflare.CloudflareFixture;
import io.certvigil.cloudflare.FakeApi;
import io.certvigil.cloudflare.X509TestCertificates;
import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Reading;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.model.X509Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of every list, and field mapping of those with one certificate or one set per item. */
class CertificateListsTest {
  private static final Path ITEMS = Path.of("src/test/resources/io/certvigil/cloudflare");
  private static final Scope ORIGIN_CA = ofZone(Source.ORIGIN_CA);
  private static final Scope PULL = ofZone(Source.ORIGIN_PULL);
  private static final Scope PULL_HOSTNAMES = ofZone(Source.ORIGIN_PULL_HOSTNAMES);
  private static final Scope SAML =
      Scope.ofAccount(Source.SAML_CERTIFICATES, CloudflareFixture.ACCOUNT);
  private static final Scope TOKENS =
      Scope.ofAccount(Source.SERVICE_TOKENS, CloudflareFixture.ACCOUNT);
  private static final Scope TOKENS_OF_ZONE = ofZone(Source.SERVICE_TOKENS);
  private static final Scope RULES =
      Scope.ofAccount(Source.GATEWAY_RULES, CloudflareFixture.ACCOUNT);
  private static final Scope DOMAINS =
      Scope.ofAccount(Source.REGISTRATIONS, CloudflareFixture.ACCOUNT);
  private static final Scope PROVIDERS =
      Scope.ofAccount(Source.IDENTITY_PROVIDER_CERTIFICATES, CloudflareFixture.ACCOUNT);
  private static final Scope API_TOKENS =
      Scope.ofAccount(Source.API_TOKENS, CloudflareFixture.ACCOUNT);
  private static final Scope API_TOKENS_OF_USER = Scope.ofUser(Source.API_TOKENS, "main");
  private static final Instant END = Instant.parse("2027-01-01T05:20:00Z");

  private static Scope ofZone(Source source) {
    return Scope.ofZone(source, CloudflareFixture.ACCOUNT, CloudflareFixture.ZONE);
  }

  static Stream<Arguments> everyTarget() {
    var id = CloudflareFixture.ZONE.id();
    var zone = "/zones/" + id;
    var account = "/accounts/" + CloudflareFixture.ACCOUNT.id();
    return Stream.of(
        arguments(CLIENTS, zone + "/client_certificates?status=all&page=1&per_page=50"),
        arguments(ACCESS, account + "/access/certificates?page=1&per_page=1000"),
        arguments(ACCESS_OF_ZONE, zone + "/access/certificates?page=1&per_page=1000"),
        arguments(GATEWAY, account + "/gateway/certificates"),
        arguments(MTLS, account + "/mtls_certificates"),
        arguments(CUSTOM, zone + "/custom_certificates?page=1&per_page=50"),
        arguments(PACKS, zone + "/ssl/certificate_packs?status=all&page=1&per_page=50"),
        arguments(ORIGIN_CA, "/certificates?zone_id=" + id + "&page=1&per_page=50"),
        arguments(PULL, zone + "/origin_tls_client_auth"),
        arguments(PULL_HOSTNAMES, zone + "/origin_tls_client_auth/hostnames/certificates"),
        arguments(TRUSTED, zone + "/acm/custom_trust_store?page=1&per_page=50"),
        arguments(HOSTNAMES, zone + "/custom_hostnames?page=1&per_page=1000"),
        arguments(SAML, account + "/access/saml_certificates?page=1&per_page=1000"),
        arguments(TOKENS, account + "/access/service_tokens?page=1&per_page=1000"),
        arguments(TOKENS_OF_ZONE, zone + "/access/service_tokens?page=1&per_page=1000"),
        arguments(RULES, account + "/gateway/rules"),
        arguments(
            DOMAINS,
            account
                + "/registrar/registrations?sort_by=registry_expires_at&direction=asc&per_page=50"),
        arguments(PROVIDERS, account + "/access/identity_providers?page=1&per_page=1000"),
        arguments(API_TOKENS, account + "/tokens?include_expired=true&page=1&per_page=50"),
        arguments(API_TOKENS_OF_USER, "/user/tokens?include_expired=true&page=1&per_page=50"));
  }

  @ParameterizedTest
  @MethodSource("everyTarget")
  void list_isRequestedInLargestPages_orWithoutPagination(Scope scope, String target) {
    try (var subject = new CloudflareFixture(FakeApi.always(200, page(List.of(), 1, 50, 0)))) {
      assertThat(subject.read(scope)).isInstanceOf(Reading.Complete.class);
      assertThat(subject.listTargets()).containsExactly(target);
    }
  }

  @ParameterizedTest
  @MethodSource("everyTarget")
  void doctorAsksAsTheSweepDoes(Scope scope, String target) {
    try (var subject = new CloudflareFixture(FakeApi.always(200, page(List.of(), 1, 50, 0)))) {
      assertThat(subject.cloudflare.probe("main", scope)).isEmpty();
      assertThat(subject.listTargets()).containsExactly(target);
    }
  }

  @Test
  void endpointOfOriginCa_isThePathWithoutTheZone() {
    assertThat(ListEndpoints.endpoints()).contains("/certificates").doesNotHaveDuplicates();
  }

  /** Compares an item as Cloudflare documents it, {@code SOURCE.json}, with {@code SOURCE.txt}. */
  @ParameterizedTest
  @MethodSource("allLists")
  void item_asDocumented(Scope scope) throws IOException {
    var name = scope.source().word();

    var read = certificates(scope, Files.readString(ITEMS.resolve(name + ".json")));

    assertThat(read.stream().map(CloudflareFixture::facts).collect(Collectors.joining("\n")))
        .isEqualTo(Files.readString(ITEMS.resolve(name + ".txt")));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-05-01 05:20:00 +0000 UTC, revoked",
    "2026-05-01T05:20:00Z, revoked",
    "0001-01-01T00:00:00Z, none"
  })
  void originCa_isRevoked_whenATimeIsGiven(String revokedAt, String status) {
    var item = "{\"id\":\"a\",\"revoked_at\":\"%s\"}".formatted(revokedAt);

    assertThat(read(ORIGIN_CA, item).status()).isEqualTo(status);
  }

  @Test
  void previousSamlCertificate_isThereWithItsOwnId_toBeHandedOver() {
    var item =
        """
        {"uid":"set","current_certificate":{"uid":"new","not_after":"2029-01-01T00:00:00Z"},
         "previous_certificate":{"uid":"old","not_after":"2027-01-01T05:20:00Z"}}
        """;

    var both = certificates(SAML, item);

    assertThat(both).extracting(Certificate::id).containsExactly("set", "old");
    assertThat(facts(both.getLast()))
        .isEqualTo(
            """
            id: old
            name: set
            status: none
            expires: 2027-01-01T05:20:00Z
            + hand_over: identity provider
            """);
  }

  @Test
  void samlSetsAreCounted_notTheirCertificates() {
    var sets =
        List.of(
            "{\"uid\":\"a\",\"current_certificate\":{},\"previous_certificate\":{\"uid\":\"a2\"}}",
            "{\"uid\":\"b\",\"current_certificate\":{},\"previous_certificate\":{\"uid\":\"b2\"}}");

    var whole = CloudflareFixture.reading(SAML, page(sets, 1, 1000, 2));
    var oneMissing = CloudflareFixture.reading(SAML, page(sets, 1, 1000, 3));

    assertThat(((Reading.Complete) whole).certificates()).hasSize(4);
    assertThat(((Reading.Partial) oneMissing).seen()).hasSize(4);
    assertThat(((Reading.Partial) oneMissing).expected()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"current_certificate\":{\"uid\":\"x\"}}",
        "{\"uid\":{}}",
        "{\"uid\":\"\",\"current_certificate\":{\"uid\":\"x\"}}"
      })
  void partialWithoutIt_whenASamlSetHasNoId(String item) {
    var partial =
        (Reading.Partial) CloudflareFixture.reading(SAML, page(List.of(item), 1, 1000, 1));

    assertThat(partial.seen()).isEmpty();
    assertThat(partial.fault().reason()).isEqualTo(FaultReason.MALFORMED);
  }

  @Test
  void currentSamlCertificateCounts_whenThePreviousHasNoId() {
    var item = "{\"uid\":\"a\",\"current_certificate\":{},\"previous_certificate\":{}}";

    var partial =
        (Reading.Partial) CloudflareFixture.reading(SAML, page(List.of(item), 1, 1000, 1));

    assertThat(partial.seen()).extracting(Certificate::id).containsExactly("a");
    assertThat(partial.expected()).isEqualTo(2);
    assertThat(partial.fault().detail())
        .isEqualTo("set a, previous_certificate: an item without a usable id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"duration\":\"forever\"",
        "\"duration\":\"forever\",\"expires_at\":null",
        "\"duration\":\"forever\",\"expires_at\":\"0001-01-01T00:00:00Z\"",
        "\"expires_at\":\"2027-01-01T05:20:00Z\",\"duration\":\"forever\""
      })
  void serviceTokenThatLivesForEver_hasNoEnd(String fields) {
    assertThat(read(TOKENS, "{\"id\":\"a\"," + fields + "}").expiry())
        .isEqualTo(new Expiry.Never());
  }

  /** The time itself is another one in each reading of a token that is used. */
  @ParameterizedTest
  @CsvSource({
    "2026-11-20T21:59:59Z, within 7 days",
    "2026-11-12T00:00:00Z, within 30 days",
    "2026-10-01T00:00:00Z, not within 30 days"
  })
  void serviceTokensUse_isKeptInSteps(String seen, String kept) {
    var token = read(TOKENS, "{\"id\":\"a\",\"last_seen_at\":\"%s\"}".formatted(seen));

    assertThat(token.attributes()).isEqualTo(Map.of(Certificate.LAST_SEEN, kept));
  }

  @Test
  void serviceTokenThatWasNeverUsed_isTakenForUsed_whileItIsNew() {
    assertThat(read(TOKENS, "{\"id\":\"a\",\"created_at\":\"2026-11-19T00:00:00Z\"}").attributes())
        .containsEntry(Certificate.LAST_SEEN, Certificate.USED_IN_30_DAYS);
    assertThat(read(TOKENS, "{\"id\":\"a\"}").attributes()).isEmpty();
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

  /** The lists with a PEM, the field that contains it, and the name of the certificate below. */
  static Stream<Arguments> everyListWithAPem() {
    return Stream.of(
        arguments(CLIENTS, "certificate", "a.example"),
        arguments(GATEWAY, "certificate", "a.example"),
        arguments(MTLS, "certificates", "a.example"),
        arguments(ORIGIN_CA, "certificate", "a.example"),
        arguments(PULL, "certificate", "device"),
        arguments(PULL_HOSTNAMES, "certificate", "device"),
        arguments(TRUSTED, "certificate", "a.example"));
  }

  @ParameterizedTest
  @MethodSource("everyListWithAPem")
  void pemTakesPrecedence_whenReadable(Scope scope, String field, String name) throws Exception {
    var made =
        X509TestCertificates.make(
            "CN=Managed CA 1,OU=www.cloudflare.com,O=Cloudflare,C=US",
            "0abc",
            new GeneralName(GeneralName.dNSName, "a.example"),
            new GeneralName(GeneralName.iPAddress, "192.0.2.1"),
            new GeneralName(GeneralName.rfc822Name, "x@a.example"));
    var item =
        "{\"id\":\"a\",\"expires_on\":\"2033-02-20T23:18:00Z\",\"serial_number\":\"7\",\"fingerprint_sha256\":\"%s\",\"%s\":\"%s\"}"
            .formatted("0".repeat(64), field, X509TestCertificates.pem(made).replace("\n", "\\n"));

    var certificate = read(scope, item);

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
    assertThat(certificate.name()).isEqualTo(name);
  }

  /**
   * All lists in which an item with nothing but its id is a certificate without a readable expiry.
   */
  static Stream<Scope> everyList() {
    return CloudflareFixture.everyList()
        .filter(scope -> !Set.of(PACKS, PROVIDERS, RULES).contains(scope))
        .filter(scope -> scope.source() != Source.API_TOKENS);
  }

  @ParameterizedTest
  @MethodSource("everyList")
  void onlyTheIdIsRequired(Scope scope) {
    assertThat(facts(read(scope, "{\"id\":\"a\",\"uid\":\"a\",\"domain_name\":\"a\"}")))
        .isEqualTo(
            "id: a\nname: a\nstatus: none\n"
                + (scope.source() == Source.SAML_CERTIFICATES ? "managed: true\n" : "")
                + "expires: Unreadable[text=, lastKnown=null]\n");
  }

  @ParameterizedTest
  @MethodSource("everyList")
  void otherFieldsCountAsMissing_whenTheyAreOfAWrongType(Scope scope) {
    var item =
        """
        {"id":"a","uid":"a","certificate":{},"expires_on":[1],"revoked_at":{},"hostnames":"x",
         "request_type":[],"requested_validity":{},"issuer":{},"signature":[],"status":{},
         "domain_name":"a","auto_renew":"yes","enabled":"yes","uploaded_on":{},"serial_number":[],"current_certificate":"x",
         "previous_certificate":[],"created_at":false,"name":{},"duration":{},"expires_at":{},
         "common_name":[],"issued_on":{},"fingerprint_sha256":{},"certificate_authority":"x",
         "organization":[],"ski":{},"fingerprint":[],"associated_hostnames":{"x":1},"in_use":1,
         "binding_status":[],"issuer_org":{},"issuer_raw":[],"type":{},"ca":"yes","hosts":{},
         "certificates":{},"keyless_server":7,"bundle_method":{},"hostname":[],"ssl":"x"}
        """;

    assertThat(facts(read(scope, item)))
        .isEqualTo(facts(read(scope, "{\"id\":\"a\",\"uid\":\"a\",\"domain_name\":\"a\"}")));
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
        "\"soon\"|soon",
        "\"2027-02-30T00:00:00Z\"|2027-02-30T00:00:00Z"
      })
  void certificateIsKept_whenItsDateIsNoDate(String json, String text) {
    assertThat(read(CLIENTS, "{\"id\":\"a\",\"expires_on\":" + json + "}").expiry())
        .isEqualTo(new Expiry.Unreadable(text, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"available", "active", "something_new"})
  void statusIsKeptAsReceived(String status) {
    var item = "{\"id\":\"a\",\"binding_status\":\"" + status + "\"}";

    assertThat(read(GATEWAY, item).status()).isEqualTo(status);
  }

  @Test
  void invalidHostsAreOmitted() {
    var item =
        "{\"id\":\"a\",\"associated_hostnames\":[null,\"\",\"b.example\",{},\"b.example\",7]}";

    assertThat(read(ACCESS, item).x509().hosts()).containsExactly("b.example", "7");
  }

  @Test
  void namesAreOneLine_withAnyContent() {
    var evil = " a\\r\\nb\\u001b[31m\\u202ec<script>'; DROP TABLE x;-- ";

    assertThat(read(TOKENS, "{\"id\":\"a\",\"name\":\"" + evil + "\"}").name())
        .isEqualTo("a  b [31m c<script>'; DROP TABLE x;--");
    assertThat(read(ORIGIN_CA, "{\"id\":\"a\",\"hostnames\":[\"" + evil + "\"]}").name())
        .isEqualTo("a  b [31m c<script>'; DROP TABLE x;--");
  }

  @Test
  void utf8IsKept() {
    assertThat(read(ACCESS, "{\"id\":\"a\",\"name\":\"Zürich ✓ 𝒳\"}").name())
        .isEqualTo("Zürich ✓ 𝒳");
  }

  static Stream<Scope> allLists() {
    return CloudflareFixture.everyList();
  }

  @ParameterizedTest
  @MethodSource("allLists")
  void secretsAreNotRead_whenTheServerSendsThem(Scope scope) {
    var item =
        "{\"id\":\"a\",\"uid\":\"a\",\"domain_name\":\"a\",\"private_key\":\"CANARY\",\"csr\":\"CANARY\","
            + "\"client_id\":\"CANARY\",\"client_secret\":\"CANARY\",\"custom_key\":\"CANARY\","
            + "\"value\":\"CANARY\",\"policies\":[{\"id\":\"CANARY\"}],"
            + "\"config\":{\"client_secret\":\"CANARY\",\"idp_public_certs\":[]},"
            + "\"scim_config\":{\"secret\":\"CANARY\"},"
            + "\"action\":\"block\",\"traffic\":\"CANARY\",\"expiration\":{\"x\":\"CANARY\"},"
            + "\"certificates\":[],\"ssl\":{\"status\":\"active\",\"custom_key\":\"CANARY\"}}";

    assertThat(certificates(scope, item).toString()).doesNotContain("CANARY");
  }

  private static Certificate read(Scope scope, String item) {
    return certificates(scope, item).getFirst();
  }
}
