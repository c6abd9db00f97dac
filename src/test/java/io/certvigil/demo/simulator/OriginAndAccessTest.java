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

/** The lists towards origins, identity providers and services, as the real API would serve them. */
class OriginAndAccessTest {
  private static final String TOKENS = "/access/service_tokens";

  private final SimulatorFixture served = SimulatorFixture.small();
  private final String ofZone = "/zones/" + served.zone();
  private final String ofAccount = "/accounts/" + served.account();

  @AfterEach
  void close() {
    served.close();
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
  void page_hasItsBounds(ApiRoute route, int perPage, int status) throws Exception {
    var path = path(route);
    var answer = served.get(path + (path.contains("?") ? "&" : "?") + "per_page=" + perPage);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(served.cloudflare.requestsByRoute()).isEqualTo(Map.of(route.word(), 1L));
  }

  @ParameterizedTest
  @CsvSource({"ORIGIN_CA,20", "SAML_CERTIFICATES,25", "ACCOUNT_SERVICE_TOKENS,1000"})
  void page_hasItsUsualSize(ApiRoute route, int size) throws Exception {
    assertThat(info(served.json(path(route)), "per_page")).isEqualTo(size);
  }

  @ParameterizedTest
  @CsvSource({"ORIGIN_PULL", "ORIGIN_PULL_HOSTNAMES"})
  void pulls_comeWhole(ApiRoute route) throws Exception {
    for (int at = 0; at < 60; at++) {
      add(source(route), served.zone(), "pull-" + at, "pull-" + at + ".example");
    }

    var body = served.json(path(route) + "?page=7&per_page=5");

    assertThat(body.getAsJsonArray("result")).hasSize(60);
    assertThat(body.getAsJsonObject("result_info").has("total_pages")).isFalse();
  }

  @Test
  void originCa_needsItsZone() throws Exception {
    var answer = served.get("/certificates");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(code(answer)).isEqualTo(1012);
  }

  @Test
  void originCa_isNotFound_whenThereIsNoSuchZone() throws Exception {
    assertThat(served.get("/certificates?zone_id=" + "0".repeat(32)).statusCode()).isEqualTo(404);
  }

  @Test
  void originCa_takesNoKey() throws Exception {
    var request =
        served
            .anonymous("/certificates?zone_id=" + served.zone())
            .header("X-Auth-Email", SimulatedCloudflare.EMAIL)
            .header("X-Auth-Key", SimulatedCloudflare.KEY.reveal());

    assertThat(served.send(request.build()).statusCode()).isEqualTo(403);
  }

  @Test
  void originCa_isSpelledAsByGo() throws Exception {
    served.estate.add(
        held(Source.ORIGIN_CA, served.zone(), "123456789", "a.example")
            .withHosts(List.of("a.example", "*.a.example")));

    var item = first(path(ApiRoute.ORIGIN_CA));

    assertThat(text(item, "expires_on")).isEqualTo("2026-11-30 22:00:00 +0000 UTC");
    assertThat(item.getAsJsonArray("hostnames")).hasSize(2);
    assertThat(item.get("requested_validity").getAsInt()).isEqualTo(365);
    assertThat(item.has("status")).isFalse();
  }

  @Test
  void pullOfAZone_comesWithAPrivateKey() throws Exception {
    add(Source.ORIGIN_PULL, served.zone(), "a", "a.example");

    assertThat(text(first(path(ApiRoute.ORIGIN_PULL)), "private_key"))
        .isEqualTo(SimulatedEstate.PRIVATE_MARKER);
  }

  @Test
  void pullOfAHostname_hasADecimalSerial() throws Exception {
    add(Source.ORIGIN_PULL_HOSTNAMES, served.zone(), "a", "a.example");

    assertThat(text(first(path(ApiRoute.ORIGIN_PULL_HOSTNAMES)), "serial_number"))
        .matches("[0-9]+");
  }

  @Test
  void samlSet_holdsItsPreviousCertificate() throws Exception {
    add(Source.SAML_CERTIFICATES, served.account(), "set", "set");
    var before = first(path(ApiRoute.SAML_CERTIFICATES));
    served.estate.add(
        held(Source.SAML_CERTIFICATES, served.account(), "old", "set")
            .withStatus(SimulatedCertificate.INACTIVE, null));

    var body = served.json(path(ApiRoute.SAML_CERTIFICATES));
    var after = body.getAsJsonArray("result").get(0).getAsJsonObject();

    assertThat(before.get("previous_certificate").isJsonNull()).isTrue();
    assertThat(info(body, "total_count")).isEqualTo(1);
    assertThat(text(after, "uid")).isEqualTo("set");
    assertThat(text(after.getAsJsonObject("previous_certificate"), "uid")).isEqualTo("old");
    assertThat(after.get("current_certificate")).isEqualTo(before.get("current_certificate"));
  }

  @Test
  void serviceToken_hasNoEnd_whenItLivesForEver() throws Exception {
    var token = held(Source.SERVICE_TOKENS, served.account(), "a", "CI");
    served.estate.add(token.withValidity(token.notBefore(), SimulatedCertificate.NEVER));

    var item = first(ofAccount + TOKENS);

    assertThat(text(item, "duration")).isEqualTo("forever");
    assertThat(item.has("expires_at")).isFalse();
    assertThat(served.estate.expectedCertificates(TODAY))
        .filteredOn(truth -> truth.source() == Source.SERVICE_TOKENS)
        .extracting(ExpectedCertificate::notAfter)
        .containsOnlyNulls();
  }

  @Test
  void serviceToken_livesForItsDuration_andMayBeSwitchedOff() throws Exception {
    served.estate.add(
        held(Source.SERVICE_TOKENS, served.zone(), "a", "CI")
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
    served.estate.deny(source(route), ofZones ? served.zone() : served.account());

    assertThat(served.get(path(route)).statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "ORIGIN_CA",
    "ORIGIN_PULL",
    "ORIGIN_PULL_HOSTNAMES",
    "SAML_CERTIFICATES",
    "SERVICE_TOKENS"
  })
  void plainEstate_hasNone(Source source) {
    assertThat(served.estate.expectedCertificates(TODAY))
        .noneMatch(truth -> truth.source() == source);
  }

  @ParameterizedTest
  @CsvSource({
    "ORIGIN_CA",
    "ORIGIN_PULL",
    "ORIGIN_PULL_HOSTNAMES",
    "SAML_CERTIFICATES",
    "SERVICE_TOKENS"
  })
  void lifelikeEstate_hasSome(Source source) {
    assertThat(SimulatedEstate.sample(1, TODAY).expectedCertificates(TODAY))
        .anyMatch(truth -> truth.source() == source)
        .extracting(ExpectedCertificate::certificateId)
        .doesNotHaveDuplicates();
  }

  private String path(ApiRoute route) {
    return switch (route) {
      case ORIGIN_CA -> "/certificates?zone_id=" + served.zone();
      case ORIGIN_PULL -> ofZone + "/origin_tls_client_auth";
      case ORIGIN_PULL_HOSTNAMES -> ofZone + "/origin_tls_client_auth/hostnames/certificates";
      case SAML_CERTIFICATES -> ofAccount + "/access/saml_certificates";
      case ACCOUNT_SERVICE_TOKENS -> ofAccount + TOKENS;
      case ZONE_SERVICE_TOKENS -> ofZone + TOKENS;
      default -> throw new IllegalArgumentException("route: not of this test, was " + route);
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
    served.estate.add(held(source, owner, id, name));
  }

  private static SimulatedCertificate held(Source source, String owner, String id, String name) {
    var end = TODAY.plus(Duration.ofDays(10));
    return SimulatedCertificate.of(source, owner, id, name, end.minus(Duration.ofDays(365)), end);
  }

  private JsonObject first(String path) throws Exception {
    return served.items(path).getFirst().getAsJsonObject();
  }

  private static String text(JsonObject json, String field) {
    return json.get(field).getAsString();
  }
}
