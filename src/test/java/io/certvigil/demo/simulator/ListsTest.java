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
  private final SimulatorFixture served = SimulatorFixture.small();

  @AfterEach
  void close() {
    served.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"per_page=4", "per_page=51", "per_page=x", "page=0", "page=-1"})
  void page_isRefusedOutsideItsBounds(String query) throws Exception {
    var answer = served.get(served.clientCertificates() + "?" + query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(code(answer)).isEqualTo(6008);
  }

  @ParameterizedTest
  @ValueSource(strings = {"per_page=5", "per_page=50", "page=1", ""})
  void page_isServedAtItsBounds(String query) throws Exception {
    assertThat(served.get(served.clientCertificates() + "?" + query).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"1,10", "2,10", "3,3", "4,0", "2000000000,0"})
  void count_isWhatThePageHolds(int page, int expected) throws Exception {
    var body = served.json(served.clientCertificates() + "?status=all&per_page=10&page=" + page);

    assertThat(body.getAsJsonArray("result")).hasSize(expected);
    assertThat(info(body, "count")).isEqualTo(expected);
    assertThat(info(body, "page")).isEqualTo(page);
    assertThat(info(body, "per_page")).isEqualTo(10);
    assertThat(info(body, "total_count")).isEqualTo(23);
    assertThat(info(body, "total_pages")).isEqualTo(3);
  }

  @Test
  void pages_holdEachCertificateOnce() throws Exception {
    var ids = new ArrayList<String>();
    for (int page = 1; page <= 3; page++) {
      ids.addAll(served.ids(served.clientCertificates() + "?status=all&per_page=10&page=" + page));
    }

    assertThat(ids)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            served.estate.expectedCertificates(FixedClock.TODAY).stream()
                .filter(truth -> truth.ownerId().equals(served.zone()))
                .map(ExpectedCertificate::certificateId)
                .toList());
  }

  @Test
  void zones_haveTheirAccount() throws Exception {
    var zone = served.items("/zones?per_page=50").getFirst().getAsJsonObject();

    assertThat(zone.get("id").getAsString()).isEqualTo(served.zone());
    assertThat(zone.getAsJsonObject("account").get("id").getAsString()).isEqualTo(served.account());
  }

  @ParameterizedTest
  @CsvSource({"zone-0.example,1", "contains:zone,2", "starts_with:zone-1,1", "nowhere.example,0"})
  void zones_areFilteredByName(String name, int expected) throws Exception {
    assertThat(served.items("/zones?name=" + name)).hasSize(expected);
  }

  @Test
  void accounts_areListed() throws Exception {
    assertThat(served.ids("/accounts?per_page=50")).hasSize(2).contains(served.account());
  }

  @Test
  void accounts_ignoreThePage_whenTheTokenIsOfThatKind() throws Exception {
    served.faults().accounts(InjectedFaults.AccountListFault.IGNORES_PAGE);

    var later = served.json("/accounts?per_page=50&page=7");

    assertThat(later.getAsJsonArray("result")).hasSize(2);
    assertThat(info(later, "total_pages")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"BAD_REQUEST,400,1001", "FORBIDDEN,403,9109"})
  void accounts_areRefused_whenTheTokenIsOfThatKind(
      InjectedFaults.AccountListFault behaviour, int status, int code) throws Exception {
    served.faults().accounts(behaviour);

    var answer = served.get("/accounts");

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(code(answer)).isEqualTo(code);
  }

  @Test
  void gatewayCertificates_comeWhole() throws Exception {
    var body = served.json("/accounts/" + served.account() + "/gateway/certificates?page=9");

    assertThat(body.getAsJsonArray("result")).hasSize(2);
    assertThat(info(body, "total_count")).isEqualTo(2);
    assertThat(body.getAsJsonObject("result_info").has("total_pages")).isFalse();
  }

  @Test
  void accessCertificates_haveLargePages() throws Exception {
    var path = "/accounts/" + served.account() + "/access/certificates?per_page=";

    assertThat(info(served.json(path + 1000), "per_page")).isEqualTo(1000);
    assertThat(served.get(path + 1001).statusCode()).isEqualTo(400);
  }

  @Test
  void accessCertificates_ofAZoneAreItsOwn() throws Exception {
    assertThat(served.items("/zones/" + served.zone() + "/access/certificates")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"00000000000000000000000000000000", "fffffffffffffffffffffffffffffffe"})
  void unknownZone_isNotFound(String id) throws Exception {
    var answer = served.get("/zones/" + id + "/client_certificates");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(code(answer)).isEqualTo(7003);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/zones/nonsense/client_certificates", "/nothing", "/zones/a/b/c/d"})
  void nonsense_cannotBeRouted(String path) throws Exception {
    var answer = served.get(path);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(code(answer)).isEqualTo(7003);
  }

  @Test
  void deniedZone_isForbiddenUntilAllowed() throws Exception {
    served.estate.deny(served.zone());
    var denied = served.get(served.clientCertificates());
    served.estate.allow(served.zone());
    var allowed = served.get(served.clientCertificates());

    assertThat(denied.statusCode()).isEqualTo(403);
    assertThat(code(denied)).isEqualTo(9109);
    assertThat(allowed.statusCode()).isEqualTo(200);
  }

  @Test
  void deniedList_leavesTheOthersReadable() throws Exception {
    served.estate.deny(GATEWAY_CERTIFICATES, served.account());

    var account = "/accounts/" + served.account();
    assertThat(served.get(account + "/gateway/certificates").statusCode()).isEqualTo(403);
    assertThat(served.get(account + "/access/certificates").statusCode()).isEqualTo(200);
  }

  @Test
  void accountAndZone_haveListsOfTheirOwn() throws Exception {
    var account = "/accounts/" + served.account() + "/access/certificates";

    assertThat(served.ids(account))
        .containsExactlyElementsOf(
            served.estate.list(ACCESS_CERTIFICATES, served.account()).stream()
                .map(SimulatedCertificate::id)
                .toList());
  }

  @Test
  void everyAnswer_carriesDateAndRay() throws Exception {
    var headers = served.get("/zones").headers();

    assertThat(headers.firstValue("Date")).hasValue("Fri, 20 Nov 2026 22:00:00 GMT");
    assertThat(headers.firstValue("cf-ray")).isPresent();
    assertThat(headers.map().keySet()).contains("content-type");
  }

  @Test
  void requests_areCountedByRoute() throws Exception {
    served.get("/zones");
    served.get("/zones?page=2");
    served.get("/nothing");

    assertThat(served.cloudflare.requests()).isEqualTo(3);
    assertThat(served.cloudflare.requestsByRoute())
        .containsExactlyInAnyOrderEntriesOf(Map.of("zones", 2L, "unknown", 1L));
  }

  @Test
  void statusFilter_knowsItsWords() throws Exception {
    for (var word :
        List.of("all", "active", "pending_reactivation", "pending_revocation", "revoked")) {
      var path = served.clientCertificates() + "?status=" + word;
      assertThat(served.get(path).statusCode()).as(word).isEqualTo(200);
    }
    assertThat(served.get(served.clientCertificates() + "?status=expired").statusCode())
        .isEqualTo(400);
  }
}
