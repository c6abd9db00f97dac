package io.certvigil.cloudflare;

import static io.certvigil.cloudflare.ApiBodies.item;
import static io.certvigil.cloudflare.ApiBodies.items;
import static io.certvigil.cloudflare.ApiBodies.list;
import static io.certvigil.cloudflare.ApiBodies.page;
import static io.certvigil.cloudflare.FakeApi.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.model.FaultReason;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagingTest {
  @ParameterizedTest
  @CsvSource({"0,1", "1,1", "49,1", "50,1", "51,2", "100,2", "101,3", "1000,20", "1049,21"})
  void asFewRequestsAsPossible_andEveryItemOnce(int total, int requests) {
    try (var subject = new CloudflareFixture(list(total, 50))) {
      assertThat(ids(subject.complete(CloudflareFixture.CLIENTS)))
          .containsExactlyInAnyOrderElementsOf(
              Stream.iterate(0, i -> i + 1).limit(total).map(i -> "cert-" + i).toList());
      assertThat(subject.api.targets()).hasSize(requests).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @CsvSource({"0,1", "1,1", "50,1", "51,2", "10000,200"})
  void minimumOfRequests_isTheCeilingOfItemsByPage(int items, int requests) {
    assertThat(Cloudflare.requests(CloudflareFixture.CLIENTS.source(), items)).isEqualTo(requests);
  }

  @Test
  void minimumOfRequestsIsOne_whenNotPaginated() {
    assertThat(Cloudflare.requests(CloudflareFixture.GATEWAY.source(), 100_000)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0,1", "1000,1", "1001,2", "20000,20"})
  void hostnames_takeOneRequestPerThousand(int items, int requests) {
    assertThat(Cloudflare.requests(CloudflareFixture.HOSTNAMES.source(), items))
        .isEqualTo(requests);
  }

  @Test
  void oneRequest_whenNotPaginated() {
    try (var subject = new CloudflareFixture(list(20, 50))) {
      assertThat(subject.complete(CloudflareFixture.GATEWAY)).hasSize(20);
      assertThat(subject.api.targets()).hasSize(1);
    }
  }

  @Test
  void gatewayIsIncomplete_whenMoreIsAnnounced() {
    try (var subject = new CloudflareFixture(FakeApi.always(200, page(items(0, 20), 1, 20, 21)))) {
      var partial = subject.partial(CloudflareFixture.GATEWAY);

      assertThat(partial.fault().reason()).isEqualTo(FaultReason.INCOMPLETE);
      assertThat(partial.expected()).isEqualTo(21);
      assertThat(partial.seen()).hasSize(20);
    }
  }

  @Test
  void smallerPages_whenTheServerLimitsThem() {
    try (var subject = new CloudflareFixture(list(45, 20))) {
      assertThat(subject.complete(CloudflareFixture.CLIENTS)).hasSize(45);
      assertThat(subject.api.targets()).hasSize(3);
    }
  }

  @Test
  void smallerPages_whenTheServerDoesNotAnnounceThem() {
    FakeApi.Script silent =
        (request, out) -> {
          int from = (request.page() - 1) * 20;
          send(out, 200, page(items(from, Math.min(45, from + 20)), "{\"total_count\":45}"));
        };
    try (var subject = new CloudflareFixture(silent)) {
      assertThat(subject.complete(CloudflareFixture.CLIENTS)).hasSize(45);
      assertThat(subject.api.targets()).hasSize(3);
    }
  }

  @ParameterizedTest
  @CsvSource({"0,1", "49,1", "50,2", "75,2", "100,3"})
  void readsUntilAShortPage_whenNoTotalIsAnnounced(int total, int requests) {
    FakeApi.Script withoutTotal =
        (request, out) -> {
          int from = Math.min(total, (request.page() - 1) * 50);
          send(out, 200, page(items(from, Math.min(total, from + 50)), "null"));
        };
    try (var subject = new CloudflareFixture(withoutTotal)) {
      assertThat(subject.complete(CloudflareFixture.CLIENTS)).hasSize(total);
      assertThat(subject.api.targets()).hasSize(requests);
    }
  }

  @Test
  void incomplete_whenTheSamePageRepeatsForever() {
    assertIncomplete(FakeApi.always(200, page(items(0, 50), 1, 50, 5000)), 50, 6);
  }

  @Test
  void incomplete_whenAnEmptyPageAnnouncesMore() {
    assertIncomplete(FakeApi.always(200, page(List.of(), 1, 50, 7)), 0, 3);
  }

  @Test
  void incomplete_whenALaterPageIsEmpty() {
    FakeApi.Script script =
        (request, out) ->
            send(
                out,
                200,
                page(request.page() == 1 ? items(0, 50) : List.of(), request.page(), 50, 120));
    assertIncomplete(script, 50, 6);
  }

  @Test
  void incomplete_whenAnItemIsMissing() {
    assertIncomplete(FakeApi.always(200, page(items(0, 9), 1, 50, 10)), 9, 3);
  }

  @Test
  void incomplete_whenAnItemIsDuplicated() {
    var items = Stream.concat(items(0, 9).stream(), Stream.of(item(3))).toList();
    assertIncomplete(FakeApi.always(200, page(items, 1, 50, 10)), 9, 3);
  }

  @Test
  void completeAfterReadingAgain_whenAnItemMovedMeanwhile() {
    var requests = new AtomicInteger();
    FakeApi.Script drifting =
        (request, out) -> {
          int from = (request.page() - 1) * 50 - (requests.incrementAndGet() == 2 ? 1 : 0);
          send(
              out,
              200,
              page(items(from, from + (request.page() == 1 ? 50 : 20)), request.page(), 50, 70));
        };
    try (var subject = new CloudflareFixture(drifting)) {
      assertThat(subject.complete(CloudflareFixture.CLIENTS)).hasSize(70);
      assertThat(subject.api.targets()).hasSize(4);
    }
  }

  @Test
  void completeAfterReadingAgain_whenAnItemWasDeletedMeanwhile() {
    var requests = new AtomicInteger();
    FakeApi.Script drifting =
        (request, out) -> {
          int total = requests.incrementAndGet() == 1 ? 70 : 69;
          int from = (request.page() - 1) * 50 + (70 - total);
          send(out, 200, page(items(from, Math.min(70, from + 50)), request.page(), 50, total));
        };
    try (var subject = new CloudflareFixture(drifting)) {
      assertThat(subject.complete(CloudflareFixture.CLIENTS)).hasSize(69);
      assertThat(subject.api.targets()).hasSize(4);
    }
  }

  @Test
  void partialWithTheOtherPages_whenOneFails() {
    FakeApi.Script script =
        (request, out) -> {
          if (request.page() == 3) {
            send(out, 500, "oops");
          } else {
            list(200, 50).answer(request, out);
          }
        };
    try (var subject = new CloudflareFixture(script)) {
      var partial = subject.partial(CloudflareFixture.CLIENTS);

      assertThat(partial.fault().reason()).isEqualTo(FaultReason.HTTP_5XX);
      assertThat(partial.seen()).hasSize(150);
      assertThat(partial.expected()).isEqualTo(200);
      assertThat(subject.api.targets()).hasSize(6);
    }
  }

  @Test
  void stops_whenThreePagesFail() {
    FakeApi.Script script =
        (request, out) -> {
          if (request.page() > 1) {
            send(out, 404, "oops");
          } else {
            list(500_000, 50).answer(request, out);
          }
        };
    try (var subject = new CloudflareFixture(script)) {
      var partial = subject.partial(CloudflareFixture.CLIENTS);

      assertThat(partial.seen()).hasSize(50);
      assertThat(subject.api.targets()).hasSizeLessThan(25);
    }
  }

  @Test
  void malformed_whenTooManyPagesAreAnnounced() {
    try (var subject =
        new CloudflareFixture(
            FakeApi.always(200, page(items(0, 50), "{\"total_count\":9000000000000000000}")))) {

      var partial = subject.partial(CloudflareFixture.CLIENTS);

      assertThat(partial.fault().reason()).isEqualTo(FaultReason.MALFORMED);
      assertThat(subject.api.targets()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"-1", "0", "-9223372036854775808"})
  void complete_whenAShortPageAnnouncesFewerThanItContains(String total) {
    var body = page(items(0, 5), "{\"per_page\":-3,\"total_count\":" + total + "}");
    try (var subject = new CloudflareFixture(FakeApi.always(200, body))) {
      assertThat(subject.complete(CloudflareFixture.CLIENTS)).hasSize(5);
      assertThat(subject.api.targets()).hasSize(1);
    }
  }

  private static void assertIncomplete(FakeApi.Script script, int seen, int requests) {
    try (var subject = new CloudflareFixture(script)) {
      var partial = subject.partial(CloudflareFixture.CLIENTS);

      assertThat(partial.fault().reason()).isEqualTo(FaultReason.INCOMPLETE);
      assertThat(partial.seen()).hasSize(seen);
      assertThat(subject.api.targets()).hasSize(requests);
    }
  }

  private static List<String> ids(List<Certificate> certificates) {
    return certificates.stream().map(Certificate::id).toList();
  }
}
