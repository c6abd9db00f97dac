package io.certvigil.demo.simulator;

import static io.certvigil.demo.simulator.SimulatorFixture.code;
import static io.certvigil.demo.simulator.SimulatorFixture.info;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
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

  @ParameterizedTest
  @CsvSource({
    "SERVER_ERROR_500,500,10001",
    "UNAUTHORIZED_401,401,10000",
    "FORBIDDEN_403,403,9109",
    "NOT_FOUND_404,404,7003",
    "RATE_LIMITED,429,971",
    "RATE_LIMITED_SILENT,429,971",
    "SUCCESS_FALSE,200,10000"
  })
  void error_hasItsStatusAndCode(FaultKind fault, int status, int code) throws Exception {
    everywhere(fault);

    var response = fixture.get(page(1));

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(code(response)).isEqualTo(code);
    assertThat(SimulatorFixture.json(response).get("success").getAsBoolean()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"HTML_200,200", "HTML_429,429", "HTML_502,502"})
  void html_hasItsStatus(FaultKind fault, int status) throws Exception {
    everywhere(fault);

    var response = fixture.get(page(1));

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(response.body()).startsWith("<!DOCTYPE html>");
  }

  @ParameterizedTest
  @CsvSource({"RATE_LIMITED,2", "HTML_429,2", "RATE_LIMITED_SILENT,"})
  void retryAfter_isGivenOrNot(FaultKind fault, String expected) throws Exception {
    everywhere(fault);

    var given = fixture.get(page(1)).headers().firstValue("Retry-After");

    assertThat(given.orElse(null)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"UNAVAILABLE_503,503", "EMPTY_BODY,200"})
  void body_isEmpty(FaultKind fault, int status) throws Exception {
    everywhere(fault);

    var response = fixture.get(page(1));

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void result_isNull() throws Exception {
    everywhere(FaultKind.NULL_RESULT);

    var body = fixture.json(page(1));

    assertThat(body.get("success").getAsBoolean()).isTrue();
    assertThat(body.get("result").isJsonNull()).isTrue();
  }

  @Test
  void result_isNotAList() throws Exception {
    everywhere(FaultKind.WRONG_TYPES);

    assertThat(fixture.json(page(1)).get("result").isJsonArray()).isFalse();
  }

  @Test
  void redirect_isNotFollowed() throws Exception {
    everywhere(FaultKind.REDIRECT_302);

    assertThat(fixture.get(page(1)).statusCode()).isEqualTo(302);
    assertThat(fixture.cloudflare.requestsByRoute()).doesNotContainKey("unknown");
  }

  @Test
  void page_isEmpty_withATotal() throws Exception {
    everywhere(FaultKind.EMPTY_PAGE);

    var body = fixture.json(page(2));

    assertThat(body.getAsJsonArray("result")).isEmpty();
    assertThat(info(body, "total_count")).isEqualTo(23);
  }

  @Test
  void page_isAlwaysTheFirst() throws Exception {
    var first = fixture.ids(page(1));
    everywhere(FaultKind.SAME_PAGE);

    assertThat(fixture.ids(page(2))).isEqualTo(first);
    assertThat(fixture.ids(page(77))).isEqualTo(first);
  }

  @Test
  void drift_movesItemsBetweenPages() throws Exception {
    var lastOfFirst = fixture.ids(page(1)).getLast();
    everywhere(FaultKind.DRIFT);

    var body = fixture.json(page(2));

    assertThat(fixture.ids(page(1))).hasSize(10);
    assertThat(info(body, "total_count")).isEqualTo(23);
    assertThat(body.getAsJsonArray("result").get(0).getAsJsonObject().get("id").getAsString())
        .isEqualTo(lastOfFirst);
  }

  @Test
  void drift_differsEachTime() throws Exception {
    everywhere(FaultKind.DRIFT);

    assertThat(fixture.ids(page(1))).isNotEqualTo(fixture.ids(page(1)));
  }

  @Test
  void grownList_repeatsOne() throws Exception {
    var lastOfFirst = fixture.ids(page(1)).getLast();
    everywhere(FaultKind.DRIFT_GROWN);

    assertThat(fixture.ids(page(2))).first().isEqualTo(lastOfFirst);
    assertThat(info(fixture.json(page(2)), "total_count")).isEqualTo(24);
  }

  @Test
  void shrunkList_skipsOne() throws Exception {
    var second = fixture.ids(page(2));
    everywhere(FaultKind.DRIFT_SHRUNK);

    assertThat(fixture.ids(page(2))).first().isEqualTo(second.get(1));
    assertThat(info(fixture.json(page(2)), "total_count")).isEqualTo(22);
  }

  @ParameterizedTest
  @CsvSource({"1,9", "3,2"})
  void page_isOneShort(int page, int expected) throws Exception {
    everywhere(FaultKind.ONE_SHORT);

    var body = fixture.json(page(page));

    assertThat(body.getAsJsonArray("result")).hasSize(expected);
    assertThat(info(body, "total_count")).isEqualTo(23);
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

    assertThat(ids).hasSize(10);
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

    assertThat(values(fixture.items(page(1)), "status")).allMatch(isText("hibernating"));
    assertThat(values(fixture.items(gateway()), "binding_status")).allMatch(isText("hibernating"));
  }

  @Test
  void date_isUnreadable() throws Exception {
    everywhere(FaultKind.UNREADABLE_DATE);

    var items = fixture.items(page(1));

    assertThat(values(items, "expires_on")).allMatch(isText(ApiJson.UNREADABLE));
    assertThat(values(items, "certificate")).allMatch(isText(ApiJson.DOCUMENTATION_PEM));
  }

  private static Predicate<JsonElement> isText(String text) {
    return element -> element.getAsString().equals(text);
  }

  @ParameterizedTest
  @EnumSource(names = {"TRUNCATED", "TRUNCATED_CHUNKED", "RESET"})
  void connection_isClosed(FaultKind fault) {
    everywhere(fault);

    assertThatThrownBy(() -> fixture.get(page(1)))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(HttpTimeoutException.class);
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

    assertThat(bytes(page(1))).isGreaterThan(300L << 20);
  }

  @Test
  void json_isDeeplyNested() throws Exception {
    everywhere(FaultKind.DEEP_JSON);

    assertThat(fixture.get(page(1)).body()).contains("[".repeat(100_000) + "]".repeat(100_000));
  }

  private long bytes(String path) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var response = client.send(fixture.request(path).build(), BodyHandlers.ofInputStream());
      try (var stream = response.body()) {
        return stream.transferTo(OutputStream.nullOutputStream());
      }
    }
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
    fixture
        .faults()
        .inject(FaultKind.HTML_502, RequestMatcher.ofRoute(ApiRoute.CLIENT_CERTIFICATES).page(2));

    assertThat(status(page(1))).isEqualTo(200);
    assertThat(status(page(2))).isEqualTo(502);
  }

  @Test
  void fault_hitsOnlyItsOwner() throws Exception {
    var other = fixture.estate.zones().getLast().zone().id();
    fixture.faults().inject(FaultKind.HTML_502, RequestMatcher.everyRequest().ofOwner(other));

    assertThat(status(page(1))).isEqualTo(200);
    assertThat(status(page(1).replace(fixture.zone(), other))).isEqualTo(502);
  }

  @Test
  void fault_hitsOnlyItsRoute() throws Exception {
    fixture
        .faults()
        .inject(FaultKind.HTML_502, RequestMatcher.ofRoute(ApiRoute.GATEWAY_CERTIFICATES));

    assertThat(status(page(1))).isEqualTo(200);
    assertThat(status(gateway())).isEqualTo(502);
  }

  @Test
  void fault_hitsTheNthRequestOnce() throws Exception {
    fixture.faults().inject(FaultKind.HTML_502, RequestMatcher.everyRequest().skipping(1).times(1));

    assertThat(List.of(status(page(1)), status(page(1)), status(page(1))))
        .containsExactly(200, 502, 200);
  }

  @Test
  void clear_removesEveryFault() throws Exception {
    everywhere(FaultKind.HTML_502);
    fixture.faults().clear();

    assertThat(status(page(1))).isEqualTo(200);
  }

  private int status(String path) throws Exception {
    HttpResponse<String> response = fixture.get(path);
    return response.statusCode();
  }

  @Test
  void singleObject_isHealthy_whenListsAreFaulty() throws Exception {
    var id = fixture.ids(page(1)).getFirst();
    everywhere(FaultKind.ONE_SHORT);

    JsonObject body = fixture.json(fixture.clientCertificates() + "/" + id);

    assertThat(body.getAsJsonObject("result").get("id").getAsString()).isEqualTo(id);
  }
}
