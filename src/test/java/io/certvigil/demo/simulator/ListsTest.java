package io.certvigil.demo.simulator;

import static io.certvigil.demo.simulator.SimulatorFixture.code;
import static io.certvigil.demo.simulator.SimulatorFixture.info;
import static io.certvigil.model.Source.ACCESS_CERTIFICATES;
import static io.certvigil.model.Source.GATEWAY_CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.demo.FixedClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListsTest {
  private final SimulatorFixture fixture = SimulatorFixture.small();

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"per_page=4", "per_page=51", "per_page=x", "page=0", "page=-1"})
  void page_isRejectedOutsideItsBounds(String query) throws Exception {
    var response = fixture.get(fixture.clientCertificates() + "?" + query);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(code(response)).isEqualTo(6008);
  }

  @ParameterizedTest
  @ValueSource(strings = {"per_page=5", "per_page=50", "page=1", ""})
  void page_isAcceptedAtItsBounds(String query) throws Exception {
    assertThat(fixture.get(fixture.clientCertificates() + "?" + query).statusCode()).isEqualTo(200);
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

  @Test
  void gatewayCertificates_areNotPaginated() throws Exception {
    var body = fixture.json("/accounts/" + fixture.account() + "/gateway/certificates?page=9");

    assertThat(body.getAsJsonArray("result")).hasSize(2);
    assertThat(info(body, "total_count")).isEqualTo(2);
    assertThat(body.getAsJsonObject("result_info").has("total_pages")).isFalse();
  }

  @Test
  void accessCertificates_haveLargePages() throws Exception {
    var path = "/accounts/" + fixture.account() + "/access/certificates?per_page=";

    assertThat(info(fixture.json(path + 1000), "per_page")).isEqualTo(1000);
    assertThat(fixture.get(path + 1001).statusCode()).isEqualTo(400);
  }

  @Test
  void accessCertificates_ofAZoneAreItsOwn() throws Exception {
    assertThat(fixture.items("/zones/" + fixture.zone() + "/access/certificates")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"00000000000000000000000000000000", "fffffffffffffffffffffffffffffffe"})
  void unknownZone_isNotFound(String id) throws Exception {
    var response = fixture.get("/zones/" + id + "/client_certificates");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(code(response)).isEqualTo(7003);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/zones/nonsense/client_certificates", "/nothing", "/zones/a/b/c/d"})
  void unknownPath_cannotBeRouted(String path) throws Exception {
    var response = fixture.get(path);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(code(response)).isEqualTo(7003);
  }

  @Test
  void deniedZone_isForbiddenUntilAllowed() throws Exception {
    fixture.estate.deny(fixture.zone());
    var denied = fixture.get(fixture.clientCertificates());
    fixture.estate.allow(fixture.zone());
    var allowed = fixture.get(fixture.clientCertificates());

    assertThat(denied.statusCode()).isEqualTo(403);
    assertThat(code(denied)).isEqualTo(9109);
    assertThat(allowed.statusCode()).isEqualTo(200);
  }

  @Test
  void deniedList_leavesTheOthersReadable() throws Exception {
    fixture.estate.deny(GATEWAY_CERTIFICATES, fixture.account());

    var account = "/accounts/" + fixture.account();
    assertThat(fixture.get(account + "/gateway/certificates").statusCode()).isEqualTo(403);
    assertThat(fixture.get(account + "/access/certificates").statusCode()).isEqualTo(200);
  }

  @Test
  void accountAndZone_haveSeparateLists() throws Exception {
    var account = "/accounts/" + fixture.account() + "/access/certificates";

    assertThat(fixture.ids(account))
        .containsExactlyElementsOf(
            fixture.estate.list(ACCESS_CERTIFICATES, fixture.account()).stream()
                .map(SimulatedCertificate::id)
                .toList());
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

  @Test
  void statusFilter_rejectsUnknownValues() throws Exception {
    for (var word :
        List.of("all", "active", "pending_reactivation", "pending_revocation", "revoked")) {
      var path = fixture.clientCertificates() + "?status=" + word;
      assertThat(fixture.get(path).statusCode()).as(word).isEqualTo(200);
    }
    assertThat(fixture.get(fixture.clientCertificates() + "?status=expired").statusCode())
        .isEqualTo(400);
  }
}
