package io.certvigil.demo.simulator;

import static io.certvigil.demo.simulator.SimulatorFixture.code;
import static io.certvigil.demo.simulator.SimulatorFixture.info;
import static io.certvigil.model.Source.GATEWAY_CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.demo.FixedClock;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages, filters and errors of all lists; {@code Z} in a path is a zone, {@code A} an account. */
class ListsTest {
  private final SimulatorFixture fixture = SimulatorFixture.small();

  @AfterEach
  void close() {
    fixture.close();
  }

  private String path(String template) {
    return template.replace("/Z", "/" + fixture.zone()).replace("/A", "/" + fixture.account());
  }

  /** The parameter {@code zone_id} is in the path of no list but this. */
  private String originCa() {
    return "/certificates?zone_id=" + fixture.zone();
  }

  @ParameterizedTest
  @CsvSource({
    "/zones, 5, 50, 20",
    "/accounts, 5, 50, 20",
    "/zones/Z/client_certificates, 5, 50, 20",
    "/zones/Z/access/certificates, 1, 1000, 50",
    "/accounts/A/access/certificates, 1, 1000, 50",
    "/zones/Z/custom_certificates, 5, 50, 20",
    "/zones/Z/ssl/certificate_packs, 5, 50, 20",
    "/zones/Z/acm/custom_trust_store, 5, 50, 20",
    "/zones/Z/custom_hostnames, 5, 1000, 20",
    "/accounts/A/access/saml_certificates, 1, 1000, 25",
    "/accounts/A/access/service_tokens, 1, 1000, 1000",
    "/zones/Z/access/service_tokens, 1, 1000, 1000",
    "/accounts/A/access/identity_providers, 1, 1000, 200",
    "/accounts/A/registrar/registrations, 1, 50, 20",
    "/accounts/A/tokens, 5, 50, 20",
    "/user/tokens, 5, 50, 20",
    "origin CA, 5, 50, 20"
  })
  void pageSize_hasItsBounds(String list, int min, int max, int defaultSize) throws Exception {
    var path = list.equals("origin CA") ? originCa() + "&" : path(list) + "?";

    assertThat(info(fixture.json(path), "per_page")).isEqualTo(defaultSize);
    assertThat(info(fixture.json(path + "per_page=" + min), "per_page")).isEqualTo(min);
    assertThat(info(fixture.json(path + "per_page=" + max), "per_page")).isEqualTo(max);
    assertThat(code(fixture.get(path + "per_page=" + (min - 1)))).isEqualTo(6008);
    assertThat(code(fixture.get(path + "per_page=" + (max + 1)))).isEqualTo(6008);
  }

  @ParameterizedTest
  @ValueSource(strings = {"per_page=x", "page=0", "page=-1", "page=x"})
  void page_isRejectedOutsideItsBounds(String query) throws Exception {
    var response = fixture.get(fixture.clientCertificates() + "?" + query);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(code(response)).isEqualTo(6008);
  }

  @ParameterizedTest
  @CsvSource({"1,10", "2,10", "3,3", "4,0", "2000000000,0"})
  void count_isTheNumberOfItems(int page, int expected) throws Exception {
    var body = fixture.json(fixture.clientCertificates() + "?status=all&per_page=10&page=" + page);

    assertThat(body.getAsJsonArray("result")).hasSize(expected);
    assertThat(info(body, "count")).isEqualTo(expected);
    assertThat(info(body, "page")).isEqualTo(page);
    assertThat(info(body, "per_page")).isEqualTo(10);
    assertThat(info(body, "total_count")).isEqualTo(23);
    assertThat(info(body, "total_pages")).isEqualTo(3);
  }

  @Test
  void pages_containEachCertificateOnce() throws Exception {
    var ids = new ArrayList<String>();
    for (int page = 1; page <= 3; page++) {
      ids.addAll(
          fixture.ids(fixture.clientCertificates() + "?status=all&per_page=10&page=" + page));
    }

    assertThat(ids)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            fixture.estate.expectedCertificates(FixedClock.TODAY).stream()
                .filter(expected -> expected.ownerId().equals(fixture.zone()))
                .map(ExpectedCertificate::certificateId)
                .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "GATEWAY_CERTIFICATES, /accounts/A/gateway/certificates",
    "MTLS_CERTIFICATES, /accounts/A/mtls_certificates",
    "GATEWAY_RULES, /accounts/A/gateway/rules",
    "ORIGIN_PULL, /zones/Z/origin_tls_client_auth",
    "ORIGIN_PULL_HOSTNAMES, /zones/Z/origin_tls_client_auth/hostnames/certificates"
  })
  void list_isNotPaginated(ApiRoute route, String list) throws Exception {
    var source = Objects.requireNonNull(route.source());
    var owner = list.startsWith("/zones") ? fixture.zone() : fixture.account();
    for (int at = 0; at < 60; at++) {
      fixture.estate.add(SimulatorFixture.certificate(source, owner, "id-" + at, "name-" + at));
    }
    int total = fixture.estate.list(source, owner).size();
    var body = fixture.json(path(list) + "?page=7&per_page=5");

    assertThat(body.getAsJsonArray("result")).hasSize(total);
    assertThat(info(body, "total_count")).isEqualTo(total);
    assertThat(body.getAsJsonObject("result_info").has("total_pages")).isFalse();
    assertThat(fixture.cloudflare.requestsByRoute()).isEqualTo(Map.of(route.word(), 1L));
  }

  @ParameterizedTest
  @CsvSource({
    "client_certificates?status=all, 200",
    "client_certificates?status=active, 200",
    "client_certificates?status=pending_reactivation, 200",
    "client_certificates?status=pending_revocation, 200",
    "client_certificates?status=revoked, 200",
    "client_certificates?status=expired, 400",
    "custom_certificates?status=active, 200",
    "custom_certificates?status=expired, 200",
    "custom_certificates?status=all, 400",
    "ssl/certificate_packs?status=all, 200",
    "ssl/certificate_packs?status=active, 400"
  })
  void statusFilter_rejectsUnknownValues(String list, int status) throws Exception {
    assertThat(fixture.get(path("/zones/Z/" + list)).statusCode()).isEqualTo(status);
  }

  @Test
  void zones_haveTheirAccount() throws Exception {
    var zone = fixture.items("/zones?per_page=50").getFirst().getAsJsonObject();

    assertThat(zone.get("id").getAsString()).isEqualTo(fixture.zone());
    assertThat(zone.getAsJsonObject("account").get("id").getAsString())
        .isEqualTo(fixture.account());
  }

  @ParameterizedTest
  @CsvSource({"zone-0.example,1", "contains:zone,2", "starts_with:zone-1,1", "nowhere.example,0"})
  void zones_areFilteredByName(String name, int expected) throws Exception {
    assertThat(fixture.items("/zones?name=" + name)).hasSize(expected);
  }

  @Test
  void accounts_areListed() throws Exception {
    assertThat(fixture.ids("/accounts?per_page=50")).hasSize(2).contains(fixture.account());
  }

  @Test
  void accounts_ignoreThePage_forSomeTokens() throws Exception {
    fixture.faults().accounts(InjectedFaults.AccountListFault.IGNORES_PAGE);
    var later = fixture.json("/accounts?per_page=50&page=7");

    assertThat(later.getAsJsonArray("result")).hasSize(2);
    assertThat(info(later, "total_pages")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"BAD_REQUEST,400,1001", "FORBIDDEN,403,9109"})
  void accounts_areRejected_forSomeTokens(
      InjectedFaults.AccountListFault behaviour, int status, int code) throws Exception {
    fixture.faults().accounts(behaviour);
    var response = fixture.get("/accounts");

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(code(response)).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({
    "/zones/00000000000000000000000000000000/client_certificates, 404",
    "/zones/fffffffffffffffffffffffffffffffe/client_certificates, 404",
    "/certificates?zone_id=00000000000000000000000000000000, 404",
    "/zones/nonsense/client_certificates, 400",
    "/nothing, 400",
    "/zones/a/b/c/d, 400"
  })
  void unknownPath_cannotBeRouted(String path, int status) throws Exception {
    var response = fixture.get(path);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(code(response)).isEqualTo(7003);
  }

  @Test
  void deniedZone_isForbiddenUntilAllowed() throws Exception {
    fixture.estate.deny(fixture.zone());
    var denied = fixture.get(fixture.clientCertificates());
    var originCa = fixture.get(originCa());
    fixture.estate.allow(fixture.zone());
    var allowed = fixture.get(fixture.clientCertificates());

    assertThat(denied.statusCode()).isEqualTo(403);
    assertThat(code(denied)).isEqualTo(9109);
    assertThat(originCa.statusCode()).isEqualTo(403);
    assertThat(allowed.statusCode()).isEqualTo(200);
  }

  @Test
  void deniedList_leavesTheOthersReadable() throws Exception {
    fixture.estate.deny(GATEWAY_CERTIFICATES, fixture.account());

    assertThat(fixture.get(path("/accounts/A/gateway/certificates")).statusCode()).isEqualTo(403);
    assertThat(fixture.get(path("/accounts/A/access/certificates")).statusCode()).isEqualTo(200);
  }

  @Test
  void accountAndZone_haveSeparateLists() throws Exception {
    assertThat(fixture.ids(path("/accounts/A/access/certificates"))).hasSize(2);
    assertThat(fixture.items(path("/zones/Z/access/certificates"))).isEmpty();
  }

  @Test
  void originCa_needsItsZone() throws Exception {
    var response = fixture.get("/certificates");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(code(response)).isEqualTo(1012);
  }

  @Test
  void originCa_rejectsApiKeys() throws Exception {
    var request =
        fixture
            .anonymous(originCa())
            .header("X-Auth-Email", SimulatedCloudflare.EMAIL)
            .header("X-Auth-Key", SimulatedCloudflare.KEY.reveal());

    assertThat(fixture.send(request.build()).statusCode()).isEqualTo(403);
  }

  @Test
  void everyResponse_hasDateAndRay() throws Exception {
    var headers = fixture.get("/zones").headers();

    assertThat(headers.firstValue("Date")).hasValue("Fri, 20 Nov 2026 22:00:00 GMT");
    assertThat(headers.firstValue("cf-ray")).isPresent();
    assertThat(headers.map().keySet()).contains("content-type");
  }

  @Test
  void requests_areCountedByRoute() throws Exception {
    fixture.get("/zones");
    fixture.get("/zones?page=2");
    fixture.get("/nothing");

    assertThat(fixture.cloudflare.requests()).isEqualTo(3);
    assertThat(fixture.cloudflare.requestsByRoute())
        .containsExactlyInAnyOrderEntriesOf(Map.of("zones", 2L, "unknown", 1L));
  }
}
