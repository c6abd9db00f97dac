package io.certvigil.demo.simulator;

import static io.certvigil.demo.FixedClock.TODAY;
import static io.certvigil.demo.simulator.SimulatorFixture.code;
import static io.certvigil.demo.simulator.SimulatorFixture.info;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.certvigil.model.Source;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lists for origins, identity providers and services, as in the real API. */
class OriginAndAccessTest {
  private static final String TOKENS = "/access/service_tokens";

  private final SimulatorFixture fixture = SimulatorFixture.small();
  private final String ofZone = "/zones/" + fixture.zone();
  private final String ofAccount = "/accounts/" + fixture.account();

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @CsvSource({
    "ORIGIN_CA,5,200",
    "ORIGIN_CA,50,200",
    "ORIGIN_CA,4,400",
    "ORIGIN_CA,51,400",
    "SAML_CERTIFICATES,1,200",
    "SAML_CERTIFICATES,1000,200",
    "SAML_CERTIFICATES,0,400",
    "SAML_CERTIFICATES,1001,400",
    "ACCOUNT_SERVICE_TOKENS,1000,200",
    "ACCOUNT_SERVICE_TOKENS,1001,400",
    "ZONE_SERVICE_TOKENS,1000,200",
    "ZONE_SERVICE_TOKENS,1001,400"
  })
  void pageSize_hasItsBounds(ApiRoute route, int perPage, int status) throws Exception {
    var path = path(route);
    var response = fixture.get(path + (path.contains("?") ? "&" : "?") + "per_page=" + perPage);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(fixture.cloudflare.requestsByRoute()).isEqualTo(Map.of(route.word(), 1L));
  }

  @ParameterizedTest
  @CsvSource({"ORIGIN_CA,20", "SAML_CERTIFICATES,25", "ACCOUNT_SERVICE_TOKENS,1000"})
  void pageSize_hasItsDefault(ApiRoute route, int size) throws Exception {
    assertThat(info(fixture.json(path(route)), "per_page")).isEqualTo(size);
  }

  @ParameterizedTest
  @CsvSource({"ORIGIN_PULL", "ORIGIN_PULL_HOSTNAMES"})
  void pulls_areNotPaginated(ApiRoute route) throws Exception {
    for (int at = 0; at < 60; at++) {
      add(source(route), fixture.zone(), "pull-" + at, "pull-" + at + ".example");
    }

    var body = fixture.json(path(route) + "?page=7&per_page=5");

    assertThat(body.getAsJsonArray("result")).hasSize(60);
    assertThat(body.getAsJsonObject("result_info").has("total_pages")).isFalse();
  }

  @Test
  void originCa_needsItsZone() throws Exception {
    var response = fixture.get("/certificates");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(code(response)).isEqualTo(1012);
  }

  @Test
  void originCa_isNotFound_whenThereIsNoSuchZone() throws Exception {
    assertThat(fixture.get("/certificates?zone_id=" + "0".repeat(32)).statusCode()).isEqualTo(404);
  }

  @Test
  void originCa_rejectsApiKeys() throws Exception {
    var request =
        fixture
            .anonymous("/certificates?zone_id=" + fixture.zone())
            .header("X-Auth-Email", SimulatedCloudflare.EMAIL)
            .header("X-Auth-Key", SimulatedCloudflare.KEY.reveal());

    assertThat(fixture.send(request.build()).statusCode()).isEqualTo(403);
  }

  @Test
  void originCa_hasDatesInGoFormat() throws Exception {
    fixture.estate.add(
        certificate(Source.ORIGIN_CA, fixture.zone(), "123456789", "a.example")
            .withHosts(List.of("a.example", "*.a.example")));

    var item = first(path(ApiRoute.ORIGIN_CA));

    assertThat(text(item, "expires_on")).isEqualTo("2026-11-30 22:00:00 +0000 UTC");
    assertThat(item.getAsJsonArray("hostnames")).hasSize(2);
    assertThat(item.get("requested_validity").getAsInt()).isEqualTo(365);
    assertThat(item.has("status")).isFalse();
  }

  @Test
  void zonePull_hasAPrivateKey() throws Exception {
    add(Source.ORIGIN_PULL, fixture.zone(), "a", "a.example");

    assertThat(text(first(path(ApiRoute.ORIGIN_PULL)), "private_key"))
        .isEqualTo(SimulatedEstate.PRIVATE_MARKER);
  }

  @Test
  void hostnamePull_hasADecimalSerial() throws Exception {
    add(Source.ORIGIN_PULL_HOSTNAMES, fixture.zone(), "a", "a.example");

    assertThat(text(first(path(ApiRoute.ORIGIN_PULL_HOSTNAMES)), "serial_number"))
        .matches("[0-9]+");
  }

  @Test
  void samlSet_hasItsPreviousCertificate() throws Exception {
    add(Source.SAML_CERTIFICATES, fixture.account(), "set", "set");
    var before = first(path(ApiRoute.SAML_CERTIFICATES));
    fixture.estate.add(
        certificate(Source.SAML_CERTIFICATES, fixture.account(), "old", "set")
            .withStatus(SimulatedCertificate.INACTIVE, null));

    var body = fixture.json(path(ApiRoute.SAML_CERTIFICATES));
    var after = body.getAsJsonArray("result").get(0).getAsJsonObject();

    assertThat(before.get("previous_certificate").isJsonNull()).isTrue();
    assertThat(info(body, "total_count")).isEqualTo(1);
    assertThat(text(after, "uid")).isEqualTo("set");
    assertThat(text(after.getAsJsonObject("previous_certificate"), "uid")).isEqualTo("old");
    assertThat(after.get("current_certificate")).isEqualTo(before.get("current_certificate"));
  }

  @Test
  void serviceToken_hasNoExpiry_whenItNeverExpires() throws Exception {
    var token = certificate(Source.SERVICE_TOKENS, fixture.account(), "a", "CI");
    fixture.estate.add(token.withValidity(token.notBefore(), SimulatedCertificate.NEVER));

    var item = first(ofAccount + TOKENS);

    assertThat(text(item, "duration")).isEqualTo("forever");
    assertThat(item.has("expires_at")).isFalse();
    assertThat(fixture.estate.expectedCertificates(TODAY))
        .filteredOn(expected -> expected.source() == Source.SERVICE_TOKENS)
        .extracting(ExpectedCertificate::notAfter)
        .containsOnlyNulls();
  }

  @Test
  void serviceToken_hasItsDuration_andMayBeDisabled() throws Exception {
    fixture.estate.add(
        certificate(Source.SERVICE_TOKENS, fixture.zone(), "a", "CI")
            .withStatus(SimulatedCertificate.INACTIVE, null));

    var item = first(ofZone + TOKENS);

    assertThat(text(item, "duration")).isEqualTo("8760h0m0s");
    assertThat(item.get("enabled").getAsBoolean()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "ORIGIN_CA",
    "ORIGIN_PULL",
    "ORIGIN_PULL_HOSTNAMES",
    "SAML_CERTIFICATES",
    "ACCOUNT_SERVICE_TOKENS",
    "ZONE_SERVICE_TOKENS"
  })
  void list_isForbidden_whenItIsDenied(ApiRoute route) throws Exception {
    var ofZones = route != ApiRoute.SAML_CERTIFICATES && route != ApiRoute.ACCOUNT_SERVICE_TOKENS;
    fixture.estate.deny(source(route), ofZones ? fixture.zone() : fixture.account());

    assertThat(fixture.get(path(route)).statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "ORIGIN_CA",
    "ORIGIN_PULL",
    "ORIGIN_PULL_HOSTNAMES",
    "SAML_CERTIFICATES",
    "SERVICE_TOKENS"
  })
  void uniformEstate_hasNone(Source source) {
    assertThat(fixture.estate.expectedCertificates(TODAY))
        .noneMatch(expected -> expected.source() == source);
  }

  @ParameterizedTest
  @CsvSource({
    "ORIGIN_CA",
    "ORIGIN_PULL",
    "ORIGIN_PULL_HOSTNAMES",
    "SAML_CERTIFICATES",
    "SERVICE_TOKENS"
  })
  void sampleEstate_hasSome(Source source) {
    assertThat(SimulatedEstate.sample(1, TODAY).expectedCertificates(TODAY))
        .anyMatch(expected -> expected.source() == source)
        .extracting(ExpectedCertificate::certificateId)
        .doesNotHaveDuplicates();
  }

  private String path(ApiRoute route) {
    return switch (route) {
      case ORIGIN_CA -> "/certificates?zone_id=" + fixture.zone();
      case ORIGIN_PULL -> ofZone + "/origin_tls_client_auth";
      case ORIGIN_PULL_HOSTNAMES -> ofZone + "/origin_tls_client_auth/hostnames/certificates";
      case SAML_CERTIFICATES -> ofAccount + "/access/saml_certificates";
      case ACCOUNT_SERVICE_TOKENS -> ofAccount + TOKENS;
      case ZONE_SERVICE_TOKENS -> ofZone + TOKENS;
      default -> throw new IllegalArgumentException("route: not in this test, was " + route);
    };
  }

  private static Source source(ApiRoute route) {
    var source = route.source();
    if (source == null) {
      throw new IllegalArgumentException("route: has no source, was " + route);
    }
    return source;
  }

  private void add(Source source, String owner, String id, String name) {
    fixture.estate.add(certificate(source, owner, id, name));
  }

  private static SimulatedCertificate certificate(
      Source source, String owner, String id, String name) {
    var end = TODAY.plus(Duration.ofDays(10));
    return SimulatedCertificate.of(source, owner, id, name, end.minus(Duration.ofDays(365)), end);
  }

  private JsonObject first(String path) throws Exception {
    return fixture.items(path).getFirst().getAsJsonObject();
  }

  private static String text(JsonObject json, String field) {
    return json.get(field).getAsString();
  }
}
