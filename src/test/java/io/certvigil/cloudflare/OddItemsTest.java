package io.certvigil.cloudflare;

import static io.certvigil.cloudflare.ApiBodies.item;
import static io.certvigil.cloudflare.ApiBodies.items;
import static io.certvigil.cloudflare.ApiBodies.page;
import static io.certvigil.cloudflare.FakeApi.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Reading;
import io.certvigil.model.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Items that cannot be understood, among others that can. */
class OddItemsTest {
  private static final String ENDLESS = "{\"id\":\"" + "a".repeat(10_000) + "\"}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null                            |null",
        "7                               |a number",
        "\"cert-7\"                      |a text",
        "[{\"id\":\"cert-7\"}]           |a list",
        "true                            |true or false",
        "{}                              |an item without a usable id",
        "{\"common_name\":\"x\"}         |an item without a usable id",
        "{\"id\":{}}                     |an item without a usable id",
        "{\"id\":[7]}                    |an item without a usable id",
        "{\"id\":true}                   |an item without a usable id",
        "{\"id\":null}                   |an item without a usable id",
        "{\"id\":\"\"}                   |an item without a usable id",
        "{\"id\":\"a\\nb\"}              |an item without a usable id",
        "{\"id\":\"../../user/tokens\"}  |an item without a usable id"
      })
  void partialWithAllOthers_andItIsNamed(String odd, String what) {
    assertOneIsOdd(odd, what);
  }

  @Test
  void partialWithAllOthers_whenAnIdIsTooLong() {
    assertOneIsOdd(ENDLESS, "an item without a usable id");
  }

  private static void assertOneIsOdd(String odd, String what) {
    var items = new ArrayList<>(items(0, 9));
    items.add(3, odd);
    var read = CloudflareFixture.reading(CloudflareFixture.CLIENTS, page(items, 1, 50, 10));

    assertThat(read).isInstanceOf(Reading.Partial.class);
    var partial = (Reading.Partial) read;
    assertThat(partial.seen())
        .extracting(Certificate::id)
        .containsExactlyInAnyOrderElementsOf(ids(9));
    assertThat(partial.expected()).isEqualTo(10);
    assertThat(partial.fault().reason()).isEqualTo(FaultReason.MALFORMED);
    assertThat(partial.fault().detail())
        .isEqualTo("1 item could not be understood: page 1, result[3]: " + what);
  }

  @ParameterizedTest
  @CsvSource({"7,7", "0,0", "-3,-3", "12345678901234567890,12345678901234567890", "1.5,1.5"})
  void idsMayBeNumbers(String number, String id) {
    var items = List.of("{\"id\":" + number + "}", item(1));

    assertThat(
            CloudflareFixture.certificates(CloudflareFixture.CLIENTS, items.toArray(String[]::new)))
        .extracting(Certificate::id)
        .containsExactly(id, "cert-1");
  }

  static Stream<Scope> everyList() {
    return CloudflareFixture.everyList();
  }

  @ParameterizedTest
  @MethodSource("everyList")
  void partial_whenTheOnlyItemIsOdd(Scope scope) {
    var read = CloudflareFixture.reading(scope, page(List.of("{\"common_name\":\"x\"}"), 1, 50, 1));

    assertThat(read).isInstanceOf(Reading.Partial.class);
    assertThat(((Reading.Partial) read).seen()).isEmpty();
    assertThat(((Reading.Partial) read).expected()).isEqualTo(1);
    assertThat(((Reading.Partial) read).fault().reason()).isEqualTo(FaultReason.MALFORMED);
  }

  @ParameterizedTest
  @MethodSource("everyList")
  void idsOfEveryListMayBeNumbers(Scope scope) {
    var item =
        """
        {"id":7,"uid":7,"domain_name":7,"certificates":[{"id":7}],"current_certificate":{"uid":8},
         "config":{"idp_public_certs":["a"]},"action":"block","expiration":{"expires_at":"soon"}}
        """;

    assertThat(CloudflareFixture.certificates(scope, item))
        .singleElement()
        .extracting(Certificate::id)
        .asString()
        .matches("7(:[0-9a-f]{32})?"); // with a part of the fingerprint, if it has no id itself
  }

  @Test
  void furtherPagesAreRead_whenOneHasOnlyOddItems() {
    FakeApi.Script script =
        (request, out) -> {
          int from = (request.page() - 1) * 50;
          var items =
              request.page() == 2 ? Collections.nCopies(50, "null") : items(from, from + 50);
          send(out, 200, page(items, request.page(), 50, 200));
        };
    try (var subject = new CloudflareFixture(script)) {
      var partial = subject.partial(CloudflareFixture.CLIENTS);

      assertThat(partial.seen()).hasSize(150);
      assertThat(partial.expected()).isEqualTo(200);
      assertThat(partial.fault().reason()).isEqualTo(FaultReason.MALFORMED);
      assertThat(partial.fault().detail())
          .startsWith(
              "50 items could not be understood: page 2, result[0]: null; page 2, result[1]")
          .endsWith("; and 45 more")
          .hasSizeLessThanOrEqualTo(300);
      assertThat(subject.api.targets()).hasSize(4);
    }
  }

  @Test
  void endIsReached_whenAListWithoutATotalHasOnlyOddItems() {
    var body = page(Collections.nCopies(50, "null"), "{}");
    try (var subject = new CloudflareFixture(FakeApi.always(200, body))) {
      assertThat(subject.partial(CloudflareFixture.CLIENTS).seen()).isEmpty();
      assertThat(subject.api.targets()).hasSizeLessThan(10);
    }
  }

  @Test
  void incomplete_whenItemsAreMissingBesideAnOddOne() {
    var items = List.of(item(0), "null");
    var read = CloudflareFixture.reading(CloudflareFixture.CLIENTS, page(items, 1, 50, 3));

    assertThat(((Reading.Partial) read).fault().reason()).isEqualTo(FaultReason.INCOMPLETE);
    assertThat(((Reading.Partial) read).fault().detail())
        .endsWith("1 item could not be understood: page 1, result[1]: null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"total_count\":0}|true",
        "{\"total_count\":0,\"total_pages\":0,\"per_page\":50}|true",
        "{\"total_count\":1}|false",
        "{\"total_pages\":0}|false",
        "{}|false",
        "null|false"
      })
  void nullResult_isAnEmptyList_whenTheTotalIsZero(String info, boolean empty) {
    var before = "{\"success\":true,\"result\":null,\"result_info\":" + info + "}";
    var after = "{\"result_info\":" + info + ",\"result\":null,\"success\":true}";

    for (var body : List.of(before, after)) {
      var read = CloudflareFixture.reading(CloudflareFixture.CLIENTS, body);
      if (empty) {
        assertThat(read).isEqualTo(new Reading.Complete(CloudflareFixture.CLIENTS, List.of()));
      } else {
        assertThat(read).isInstanceOf(Reading.Failed.class);
        assertThat(read.failure().orElseThrow().reason()).isEqualTo(FaultReason.MALFORMED);
      }
    }
  }

  private static List<String> ids(int total) {
    return Stream.iterate(0, i -> i + 1).limit(total).map(i -> "cert-" + i).toList();
  }
}
