package io.certvigil.web.api;

import static io.certvigil.web.api.ApiFixture.PAY;
import static io.certvigil.web.api.ApiFixture.SHOP;
import static io.certvigil.web.api.ApiFixture.certificate;
import static io.certvigil.web.site.SiteFixture.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.model.Certificate;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTest {
  private static final Duration DAY = Duration.ofDays(1);

  private static ApiFixture site;

  @BeforeAll
  static void open(@TempDir Path folder) {
    site = new ApiFixture(folder);
    site.read(SHOP, TODAY.minus(DAY.multipliedBy(3)), one("a", 400), one("b", 5), one("c", 20));
    site.read(SHOP, TODAY.minus(DAY), one("a", 400), revoked("b"), one("c", 20), one("d", 50));
    site.read(PAY, TODAY.minus(DAY), one("e", 2));
    site.fail(PAY, TODAY.minus(Duration.ofHours(2)));
    site.silence("s1", DAY.negated(), DAY);
    site.silence("s2", DAY, DAY.multipliedBy(2));
    site.silence("s3", DAY.multipliedBy(-2), DAY.negated());
  }

  @AfterAll
  static void close() {
    site.close();
  }

  private static Certificate one(String id, int days) {
    return certificate(id, "active", Duration.ofDays(days));
  }

  private static Certificate revoked(String id) {
    return certificate(id, "revoked", Duration.ofDays(5));
  }

  private static String document(String path) {
    var plain = path.replaceFirst("\\?.*", "");
    return plain.startsWith("/api/v1/certificates/") ? "/api/v1/certificates/{key}" : plain;
  }

  private static void isAsDocumented(String path, HttpResponse<String> answer) {
    var type = answer.headers().firstValue("content-type").orElse("");
    assertThat(ApiDocument.mismatches(document(path), answer.statusCode(), type, answer.body()))
        .as("%s: %s", path, answer.body())
        .isEmpty();
  }

  private static List<String> field(String path, String name) {
    return site.json(path).getAsJsonArray("data").asList().stream()
        .map(row -> row.getAsJsonObject().get(name).getAsString())
        .toList();
  }

  private static String keyOf(String id) {
    return field("/api/v1/certificates?q=" + id + ".example", "key").getFirst();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/certificates",
        "/api/v1/certificates?q=nothing",
        "/api/v1/certificates?as_of=36h",
        "/api/v1/changes",
        "/api/v1/alerts",
        "/api/v1/alerts?resolved=true",
        "/api/v1/sweeps",
        "/api/v1/silences",
        "/api/v1/openapi.json",
        "/calendar.ics",
        "/export.csv",
        "/api/v1/certificates?limit=0",
        "/api/v1/changes?nonsense=1",
        "/api/v1/certificates/nothing"
      })
  void response_conformsToTheDocument(String path) {
    isAsDocumented(path, site.get(path));
  }

  @Test
  void everyCertificate_conformsToTheDocument() {
    for (var key : field("/api/v1/certificates", "key")) {
      isAsDocumented("/api/v1/certificates/" + key, site.get("/api/v1/certificates/" + key));
    }
  }

  @Test
  void document_namesEveryPathAndParameter() {
    ApiEndpoints.PARAMETERS.forEach(
        (path, parameters) -> {
          var all = new TreeSet<>(parameters);
          all.addAll(ApiQuery.PAGING);
          assertThat(ApiDocument.parameters("/api/v1/" + path)).isEqualTo(all);
        });
    assertThat(ApiDocument.parameters("/calendar.ics")).isEqualTo(Set.copyOf(ApiQuery.FILTER));
    assertThat(ApiDocument.parameters("/export.csv")).isEqualTo(Set.copyOf(Feeds.EXPORT));
    assertThat(ApiDocument.paths())
        .hasSize(10)
        .allSatisfy(path -> assertThat(path).startsWith("/"));
  }

  @Test
  void document_rejectsAnUnknownField() {
    var body = site.get("/api/v1/certificates").body().replaceFirst("\"key\"", "\"clef\"");

    assertThat(ApiDocument.mismatches("/api/v1/certificates", 200, "application/json", body))
        .isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/certificates,key,5",
    "/api/v1/changes?from=7d,source,4",
    "/api/v1/alerts?resolved=true,key,4",
    "/api/v1/sweeps,key,2",
    "/api/v1/silences,id,3"
  })
  void pages_showEachOnce(String path, String name, int size) {
    var whole = field(path, name);
    var paged = new ArrayList<String>();
    var next = "";
    do {
      var page = site.json(path + (path.contains("?") ? "&" : "?") + "limit=1" + next);
      page.getAsJsonArray("data")
          .forEach(row -> paged.add(row.getAsJsonObject().get(name).getAsString()));
      next = page.get("next").isJsonNull() ? "" : "&cursor=" + page.get("next").getAsString();
    } while (!next.isEmpty());

    assertThat(paged).isEqualTo(whole).hasSize(size);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/certificates,e b c d a",
    "/api/v1/certificates?sort=name&limit=2,a b",
    "/api/v1/certificates?zone=pay.*,e",
    "/api/v1/certificates?label.team=plat*&expiring_within=30d,b c",
    "/api/v1/certificates?zone=z1&expiring_within=3w,b c",
    "/api/v1/certificates?zone=z1&expiring_within=0600h,b c",
    "/api/v1/certificates?status=revoked&source=client_certificates&account=acme,b",
    "/api/v1/certificates?as_of=2026-11-18T22:00:00Z&zone=z1,b c a",
    "/api/v1/certificates?as_of=2026-11-19T00:00:00+01:00&zone=z1,b c a",
    "/api/v1/certificates?as_of=2026-11-20T08:00:00Z&q=D.EXAMPLE,d",
  })
  void certificates_areFiltered(String path, String ids) {
    assertThat(field(path, "id")).containsExactly(ids.split(" ", -1));
  }

  @Test
  void changes_areFiltered() {
    assertThat(site.json("/api/v1/changes?change=appeared,status").getAsJsonArray("data"))
        .hasSize(2);
  }

  @Test
  void alerts_haveTheirSilences() {
    var alerts = site.json("/api/v1/alerts").getAsJsonArray("data");

    assertThat(alerts).hasSize(3);
    var first = alerts.get(0).getAsJsonObject();
    assertThat(first.get("name").getAsString()).isEqualTo("e.example");
    assertThat(first.getAsJsonArray("silences")).isEmpty();
    assertThat(alerts.get(1).getAsJsonObject().getAsJsonArray("silences").get(0).getAsString())
        .isEqualTo("s1");
    assertThat(field("/api/v1/alerts?zone=shop.example", "name"))
        .containsExactly("c.example", "d.example");
    assertThat(field("/api/v1/alerts?severity=critical", "name")).containsExactly("e.example");
  }

  @Test
  void sweeps_haveTheStateOfTheirLists() {
    assertThat(field("/api/v1/sweeps?state=failing", "reason")).containsExactly("http_5xx");
    assertThat(field("/api/v1/sweeps?state=readable", "key"))
        .containsExactly("client_certificates/zone/z1");
  }

  @Test
  void silences_areSortedByEnd_latestFirst() {
    assertThat(field("/api/v1/silences", "id")).containsExactly("s2", "s1", "s3");
    assertThat(field("/api/v1/silences?state=active", "id")).containsExactly("s1");
  }

  @Test
  void certificate_hasItsHistory() {
    var whole = site.json("/api/v1/certificates/" + keyOf("b"));

    assertThat(whole.get("presence").getAsString()).isEqualTo("present");
    assertThat(whole.getAsJsonArray("alerts").get(0).getAsJsonObject().get("reason").getAsString())
        .isEqualTo("revoked");
    var history = whole.getAsJsonArray("history");
    assertThat(history).hasSize(2);
    assertThat(history.get(0).getAsJsonObject().get("changes").toString())
        .isEqualTo("[\"status\"]");
    assertThat(history.get(1).getAsJsonObject().get("changes").toString())
        .isEqualTo("[\"baseline\"]");
  }

  @ParameterizedTest
  @CsvSource({
    "certificates?zome=x,zome,'zome is not a parameter of this path; allowed: account, as_of,"
        + " cursor, expiring_within, label.NAME, limit, q, sort, source, status, zone'",
    "certificates?label.=x,label.,label. is not a parameter of this path",
    "certificates?limit=1001,limit,limit must be a number from 1 to 1000; it was 1001",
    "certificates?limit=many,limit,limit must be a number",
    "certificates?source=edge,source,source must be one of client_certificates",
    "certificates?sort=age,sort,'sort must be one of end, not_after, name, first_seen, changed'",
    "certificates?sort=name&as_of=1d,sort,sort must be end if as_of is given",
    "certificates?expiring_within=soon,expiring_within,expiring_within must be a duration such as"
        + " 36h",
    "certificates?zone=,zone,zone is empty; omit it or give a value",
    "certificates?zone=a&zone=b,zone,zone is given more than once",
    "certificates?cursor=%25%25,cursor,cursor must be the value of next from a previous response of"
        + " this list",
    "certificates?cursor=eA,cursor,invalid page cursor for this list and order",
    "certificates?as_of=2027-01-01,as_of,as_of must not be in the future",
    "changes?from=yesterday,from,'from must be a time, a date or a duration, such as'",
    "changes?from=1d&to=2d,from,from must be before to",
    "changes?change=renewd,change,change must be a comma-separated list of appeared",
    "alerts?resolved=yes,resolved,'resolved must be one of true, false'",
    "alerts?severity=bad,severity,'severity must be one of info, warning, critical'",
    "sweeps?state=fine,state,state must be one of failing",
    "silences?state=over,state,'state must be one of active, pending, expired'",
    "silences?cursor=ZW5kAHg,cursor,invalid page cursor for this list and order",
  })
  void wrongParameter_isNamed(String query, String parameter, String says) {
    var answer = site.get("/api/v1/" + query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    var problem = JsonParser.parseString(answer.body()).getAsJsonObject();
    assertThat(problem.get("parameter").getAsString()).isEqualTo(parameter);
    assertThat(problem.get("detail").getAsString()).startsWith(says);
    isAsDocumented("/api/v1/" + query, answer);
  }

  @Test
  void unknownCertificate_isAProblem() {
    var answer = site.get("/api/v1/certificates/nothing");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("no certificate has this key");
  }

  @Test
  void unknownPathOfTheApi_isAProblem() {
    var answer = site.get("/api/v1/nothing");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
  }

  @Test
  void etag_avoidsSendingTheSameResponse(@TempDir Path other) {
    try (var own = new ApiFixture(other)) {
      var first = own.get("/api/v1/certificates");
      var tag = first.headers().firstValue("etag").orElseThrow();

      var second = own.get("/api/v1/certificates", "If-None-Match", "\"other\", W/" + tag);
      own.read(PAY, TODAY, one("e", 3));
      var third = own.get("/api/v1/certificates", "If-None-Match", tag);

      assertThat(second.statusCode()).isEqualTo(304);
      assertThat(second.body()).isEmpty();
      assertThat(third.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void head_hasTheContentLength() {
    var answer = site.head("/api/v1/certificates");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().firstValueAsLong("content-length").orElse(0)).isPositive();
  }

  @Test
  void emptyStore_givesEmptyPages(@TempDir Path other) {
    try (var empty = new ApiFixture(other)) {
      var page = new JsonObject();
      page.add("data", new JsonArray());
      page.add("next", JsonNull.INSTANCE);

      assertThat(empty.json("/api/v1/certificates")).isEqualTo(page);
      assertThat(empty.json("/api/v1/changes")).isEqualTo(page);
      assertThat(empty.json("/api/v1/alerts")).isEqualTo(page);
    }
  }
}
