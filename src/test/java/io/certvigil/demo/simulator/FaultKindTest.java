package io.certvigil.demo.simulator;

import static io.certvigil.demo.simulator.SimulatorFixture.info;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FaultKindTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  private final SimulatorFixture fixture = SimulatorFixture.small();

  @AfterEach
  void close() {
    fixture.close();
  }

  private String page(int page) {
    return fixture.clientCertificates() + "?status=all&per_page=10&page=" + page;
  }

  private String gateway() {
    return "/accounts/" + fixture.account() + "/gateway/certificates";
  }

  private void everywhere(FaultKind fault) {
    fixture.faults().inject(fault, RequestMatcher.everyRequest());
  }

  private static List<JsonElement> values(List<JsonElement> items, String field) {
    return items.stream().map(item -> item.getAsJsonObject().get(field)).toList();
  }

  private static List<String> texts(List<JsonElement> items, String field) {
    return values(items, field).stream().map(JsonElement::getAsString).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "SERVER_ERROR_500, 500, , application/json, '\"success\":false,\"errors\":[{\"code\":10001,'",
    "UNAUTHORIZED_401, 401, , application/json, '\"success\":false,\"errors\":[{\"code\":10000,'",
    "FORBIDDEN_403, 403, , application/json, '\"success\":false,\"errors\":[{\"code\":9109,'",
    "NOT_GRANTED_403, 403, , application/json, '\"success\":false,\"errors\":[{\"code\":1450,'",
    "CHALLENGE_403, 403, , text/html; charset=UTF-8, <!DOCTYPE html>",
    "BAD_SERVICE_400, 400, , application/json, '\"success\":false,\"errors\":[{\"code\":1406,'",
    "NOT_FOUND_404, 404, , application/json, '\"success\":false,\"errors\":[{\"code\":7003,'",
    "RATE_LIMITED, 429, 2, application/json, '\"success\":false,\"errors\":[{\"code\":971,'",
    "RATE_LIMITED_SILENT, 429, , application/json, '\"success\":false,\"errors\":[{\"code\":971,'",
    "SUCCESS_FALSE, 200, , application/json, '\"success\":false,\"errors\":[{\"code\":10000,'",
    "NULL_RESULT, 200, , application/json, '\"result\":null,\"success\":true'",
    "WRONG_TYPES, 200, , application/json, '\"result\":{\"id\":false,'",
    "HTML_200, 200, , text/html; charset=UTF-8, <!DOCTYPE html>",
    "HTML_429, 429, 2, text/html; charset=UTF-8, <!DOCTYPE html>",
    "HTML_502, 502, , text/html; charset=UTF-8, <!DOCTYPE html>"
  })
  void response_isReplaced(
      FaultKind fault, int status, String retryAfter, String contentType, String part)
      throws Exception {
    everywhere(fault);
    var response = fixture.get(page(1));

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Retry-After").orElse(null)).isEqualTo(retryAfter);
    assertThat(response.headers().firstValue("Content-Type")).hasValue(contentType);
    assertThat(response.body()).contains(part);
  }

  @ParameterizedTest
  @CsvSource({"UNAVAILABLE_503,503", "EMPTY_BODY,200", "REDIRECT_302,302"})
  void body_isEmpty(FaultKind fault, int status) throws Exception {
    everywhere(fault);
    var response = fixture.get(page(1));

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).isEmpty();
    assertThat(fixture.cloudflare.requestsByRoute()).doesNotContainKey("unknown");
  }

  @ParameterizedTest
  @CsvSource({
    "EMPTY_PAGE, 2, 0, 23",
    "DRIFT, 2, 10, 23",
    "DRIFT_GROWN, 2, 10, 24",
    "DRIFT_SHRUNK, 2, 10, 22",
    "ONE_SHORT, 1, 9, 23",
    "ONE_SHORT, 3, 2, 23",
    "DUPLICATES, 1, 10, 23"
  })
  void page_hasItsItemsAndTotal(FaultKind fault, int page, int items, int total) throws Exception {
    everywhere(fault);
    var body = fixture.json(page(page));

    assertThat(body.getAsJsonArray("result")).hasSize(items);
    assertThat(info(body, "total_count")).isEqualTo(total);
  }

  @Test
  void page_isAlwaysTheFirst() throws Exception {
    var first = fixture.ids(page(1));
    everywhere(FaultKind.SAME_PAGE);

    assertThat(fixture.ids(page(2))).isEqualTo(first);
    assertThat(fixture.ids(page(77))).isEqualTo(first);
  }

  /** The second page starts so many items later. */
  @ParameterizedTest
  @CsvSource({"DRIFT, -1", "DRIFT_GROWN, -1", "DRIFT_SHRUNK, 1"})
  void drift_movesItemsBetweenPages(FaultKind fault, int shift) throws Exception {
    var all = Stream.of(fixture.ids(page(1)), fixture.ids(page(2))).flatMap(List::stream).toList();
    everywhere(fault);

    assertThat(fixture.ids(page(2))).first().isEqualTo(all.get(10 + shift));
  }

  @Test
  void drift_differsEachTime() throws Exception {
    everywhere(FaultKind.DRIFT);

    assertThat(fixture.ids(page(1))).isNotEqualTo(fixture.ids(page(1)));
  }

  @Test
  void unpaginatedList_isOneShort() throws Exception {
    everywhere(FaultKind.ONE_SHORT);
    var body = fixture.json(gateway());

    assertThat(body.getAsJsonArray("result")).hasSize(1);
    assertThat(info(body, "total_count")).isEqualTo(2);
  }

  @Test
  void page_hasADuplicate() throws Exception {
    everywhere(FaultKind.DUPLICATES);
    var ids = fixture.ids(page(1));

    assertThat(ids.getLast()).isEqualTo(ids.getFirst());
  }

  @Test
  void page_hasNoTotal() throws Exception {
    everywhere(FaultKind.NO_RESULT_INFO);

    assertThat(fixture.json(page(1)).has("result_info")).isFalse();
  }

  @Test
  void fields_areNull_exceptTheId() throws Exception {
    everywhere(FaultKind.NULL_FIELDS);
    var items = fixture.items(page(1));

    assertThat(values(items, "id")).noneMatch(JsonElement::isJsonNull);
    assertThat(values(items, "expires_on")).allMatch(JsonElement::isJsonNull);
    assertThat(values(items, "certificate")).allMatch(JsonElement::isJsonNull);
  }

  @Test
  void fields_haveWrongTypes() throws Exception {
    everywhere(FaultKind.WRONG_TYPED_FIELDS);

    assertThat(values(fixture.items(page(1)), "id")).noneMatch(JsonElement::isJsonPrimitive);
  }

  @Test
  void item_isNull() throws Exception {
    everywhere(FaultKind.NULL_ITEM);

    assertThat(fixture.items(page(1))).hasSize(10).last().matches(JsonElement::isJsonNull);
  }

  @Test
  void status_isUnknown() throws Exception {
    everywhere(FaultKind.UNKNOWN_STATUS);

    assertThat(texts(fixture.items(page(1)), "status")).containsOnly("hibernating");
    assertThat(texts(fixture.items(gateway()), "binding_status")).containsOnly("hibernating");
  }

  @Test
  void date_isUnreadable() throws Exception {
    everywhere(FaultKind.UNREADABLE_DATE);
    var items = fixture.items(page(1));

    assertThat(texts(items, "expires_on")).containsOnly(ApiJson.UNREADABLE);
    assertThat(texts(items, "certificate")).containsOnly(ApiJson.DOCUMENTATION_PEM);
  }

  @ParameterizedTest
  @EnumSource(names = {"HANG", "STALL"})
  void response_neverEnds(FaultKind fault) throws Exception {
    everywhere(fault);

    try (var client = HttpClient.newHttpClient()) {
      var response = client.sendAsync(fixture.request(page(1)).build(), BodyHandlers.ofString());
      assertThat(response).failsWithin(SHORT).withThrowableOfType(TimeoutException.class);
      client.shutdownNow();
    }
  }

  @Test
  void response_isSentSlowly() throws Exception {
    var healthy = fixture.get("/zones?name=zone-0.example").body();
    fixture.faults().dribblePause(Duration.ofNanos(1));
    everywhere(FaultKind.DRIBBLE);

    assertThat(fixture.get("/zones?name=zone-0.example").body()).isEqualTo(healthy);
  }

  @Test
  void body_isHuge() throws Exception {
    everywhere(FaultKind.HUGE_BODY);

    try (var client = HttpClient.newHttpClient()) {
      var response = client.send(fixture.request(page(1)).build(), BodyHandlers.ofInputStream());
      try (var stream = response.body()) {
        assertThat(stream.transferTo(OutputStream.nullOutputStream())).isGreaterThan(300L << 20);
      }
    }
  }

  @Test
  void json_isDeeplyNested() throws Exception {
    everywhere(FaultKind.DEEP_JSON);

    assertThat(fixture.get(page(1)).body()).contains("[".repeat(100_000) + "]".repeat(100_000));
  }

  @ParameterizedTest
  @EnumSource
  void nextResponse_isHealthy(FaultKind fault) throws Exception {
    var healthy = fixture.get(page(1)).body();
    fixture.faults().dribblePause(Duration.ZERO);
    fixture.faults().inject(fault, RequestMatcher.everyRequest().times(1));

    try (var client = HttpClient.newHttpClient()) {
      client
          .sendAsync(fixture.request(page(1)).build(), BodyHandlers.discarding())
          .handle((response, failure) -> response)
          .completeOnTimeout(null, 2, TimeUnit.SECONDS)
          .join();
      client.shutdownNow();
    }

    assertThat(fixture.get(page(1)).body()).isEqualTo(healthy);
    assertThat(fixture.faults().injectedCount()).isEqualTo(1);
  }

  @Test
  void fault_hitsOnlyItsPage() throws Exception {
    var second = RequestMatcher.ofRoute(ApiRoute.CLIENT_CERTIFICATES).page(2);

    assertThat(statuses(second, page(1), page(2))).containsExactly(200, 502);
  }

  @Test
  void fault_hitsOnlyItsOwner() throws Exception {
    var other = fixture.estate.zones().getLast().zone().id();
    var matcher = RequestMatcher.everyRequest().ofOwner(other);

    assertThat(statuses(matcher, page(1), page(1).replace(fixture.zone(), other)))
        .containsExactly(200, 502);
  }

  @Test
  void fault_hitsOnlyItsRoute() throws Exception {
    var matcher = RequestMatcher.ofRoute(ApiRoute.GATEWAY_CERTIFICATES);

    assertThat(statuses(matcher, page(1), gateway())).containsExactly(200, 502);
  }

  @Test
  void fault_hitsTheNthRequestOnce() throws Exception {
    var matcher = RequestMatcher.everyRequest().skipping(1).times(1);

    assertThat(statuses(matcher, page(1), page(1), page(1))).containsExactly(200, 502, 200);
  }

  /** The statuses of these requests when the fault is injected. */
  private List<Integer> statuses(RequestMatcher matcher, String... paths) throws Exception {
    fixture.faults().inject(FaultKind.HTML_502, matcher);
    var statuses = new ArrayList<Integer>();
    for (var path : paths) {
      statuses.add(fixture.get(path).statusCode());
    }
    return statuses;
  }

  @Test
  void clear_removesEveryFault() throws Exception {
    everywhere(FaultKind.HTML_502);
    fixture.faults().clear();

    assertThat(fixture.get(page(1)).statusCode()).isEqualTo(200);
  }

  @Test
  void singleObject_isHealthy_whenListsAreFaulty() throws Exception {
    var id = fixture.ids(page(1)).getFirst();
    everywhere(FaultKind.ONE_SHORT);
    var body = fixture.json(fixture.clientCertificates() + "/" + id);

    assertThat(body.getAsJsonObject("result").get("id").getAsString()).isEqualTo(id);
  }
}
