package io.certvigil.cloudflare;

import static io.certvigil.cloudflare.ApiBodies.items;
import static io.certvigil.cloudflare.ApiBodies.page;
import static io.certvigil.cloudflare.FakeApi.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.certvigil.model.Certificate;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Reading;
import io.certvigil.model.Scope;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists whose totals are missing, wrong or contradictory, or whose pages are not as requested. */
class ListTotalsTest {
  static Stream<Arguments> listsThatCanBeReadWhole() {
    return Stream.of(
        row("no pages", pages(120, 50, "{\"per_page\":50,\"total_pages\":0}"), 120, 3),
        row("no pages, no items", pages(120, 50, "{\"total_count\":0,\"total_pages\":0}"), 120, 3),
        row("no pages, one full", pages(120, 50, "{\"total_count\":50,\"total_pages\":0}"), 120, 3),
        row("one page", pages(120, 50, "{\"per_page\":50,\"total_pages\":1}"), 120, 3),
        row("total too small", pages(120, 50, "{\"per_page\":50,\"total_count\":60}"), 120, 3),
        row("negative total", pages(120, 50, "{\"per_page\":50,\"total_count\":-1}"), 120, 3),
        row(
            "page too many",
            pages(70, 50, "{\"per_page\":50,\"total_count\":50,\"total_pages\":2}"),
            70,
            2),
        row("full last page", pages(100, 50, "{}"), 100, 3),
        row("last page again", lastPageAgain(100), 100, 3),
        row("last page again, only one", lastPageAgain(50), 50, 3),
        row("smaller pages, counted", pages(45, 15, "{\"total_pages\":3}"), 45, 4),
        row("smaller pages, uncounted", pages(45, 20, "{}"), 45, 3),
        row("smaller pages, denied", pages(45, 20, "{\"per_page\":50,\"total_count\":45}"), 45, 3),
        row("all at once", allAtOnce(120, "{}"), 120, 2),
        row("all at once, pages", allAtOnce(120, "{\"per_page\":50,\"total_pages\":3}"), 120, 2),
        row("all at once, total", allAtOnce(120, "{\"total_count\":120}"), 120, 1),
        row("all at once, page full", allAtOnce(50, "{}"), 50, 3),
        row("five, none announced", allAtOnce(5, "{\"total_count\":0}"), 5, 1),
        row("five, less than none", allAtOnce(5, "{\"per_page\":-3,\"total_count\":-1}"), 5, 1));
  }

  @ParameterizedTest
  @MethodSource("listsThatCanBeReadWhole")
  void complete_whenAllPagesWereFollowed(FakeApi.Script script, int items, int requests) {
    try (var subject = new CloudflareFixture(script)) {
      assertThat(subject.complete(CloudflareFixture.CLIENTS))
          .extracting(Certificate::id)
          .containsExactlyInAnyOrderElementsOf(ids(items));
      assertThat(subject.api.targets()).hasSize(requests);
    }
  }

  static Stream<Arguments> listsThatHideSomething() {
    return Stream.of(
        row("page ignored, size kept", (request, out) -> firstItems(request, out, "{}"), 50, 9),
        row("pages missing", pages(50, 50, "{\"per_page\":50,\"total_pages\":3}"), 50, 6),
        row(
            "short beside no pages",
            pages(60, 50, "{\"total_count\":70,\"total_pages\":0}"),
            60,
            6));
  }

  @ParameterizedTest
  @MethodSource("listsThatHideSomething")
  void incomplete_whenMoreExistsThanWasSent(FakeApi.Script script, int seen, int requests) {
    try (var subject = new CloudflareFixture(script)) {
      var partial = subject.partial(CloudflareFixture.CLIENTS);

      assertThat(partial.fault().reason()).isEqualTo(FaultReason.INCOMPLETE);
      assertThat(partial.seen()).hasSize(seen);
      assertThat(subject.api.targets()).hasSize(requests);
    }
  }

  @Test
  void complete_whenTheOrderChangesAtEveryRequest_andTheTotalDoesNot() {
    var script = shuffled(3000, "{\"per_page\":1000,\"total_count\":3000,\"total_pages\":3}");
    try (var subject = new CloudflareFixture(script)) {
      assertThat(subject.complete(CloudflareFixture.HOSTNAMES))
          .extracting(Certificate::id)
          .containsExactlyInAnyOrderElementsOf(ids(3000));
      assertThat(subject.api.targets()).hasSizeLessThanOrEqualTo(36);
    }
  }

  @Test
  void complete_whenThreePassesMissTheSameItemOfAMovingList() {
    var requests = new AtomicInteger();
    FakeApi.Script script =
        (request, out) -> {
          int last = requests.incrementAndGet() > 6 ? 50 : 3;
          var items = request.page() == 1 ? items(0, 50) : items(last, last + 1);
          send(out, 200, page(items, request.page(), 50, 51));
        };
    try (var subject = new CloudflareFixture(script)) {
      assertThat(subject.complete(CloudflareFixture.CLIENTS)).hasSize(51);
      assertThat(subject.api.targets()).hasSize(8);
    }
  }

  @Test
  void incomplete_whenTheOrderChangesAtEveryRequest_withoutATotal() {
    try (var subject = new CloudflareFixture(shuffled(101, "{}"))) {
      assertThat(subject.partial(CloudflareFixture.CLIENTS).fault().reason())
          .isEqualTo(FaultReason.INCOMPLETE);
    }
  }

  static Stream<Scope> unpaginatedLists() {
    return CloudflareFixture.everyList()
        .filter(scope -> Cloudflare.requests(scope.source(), 9999) == 1);
  }

  @ParameterizedTest
  @MethodSource("unpaginatedLists")
  void secondPageIsRequested_whenAListWithoutPagesAnnouncesIt(Scope scope) {
    var info = "{\"page\":1,\"per_page\":50,\"total_count\":70,\"total_pages\":2}";
    try (var subject = new CloudflareFixture(pages(70, 50, info))) {
      assertThat(subject.complete(scope))
          .extracting(Certificate::id)
          .containsExactlyInAnyOrderElementsOf(ids(70));
      assertThat(subject.api.targets()).hasSize(2);
      assertThat(subject.api.targets().getFirst()).doesNotContain("page");
      assertThat(subject.api.targets().getLast()).endsWith("?page=2&per_page=50");
    }
  }

  @ParameterizedTest
  @MethodSource("unpaginatedLists")
  void secondPageIsRequested_whenOnlyItsNumberIsAnnounced(Scope scope) {
    try (var subject = new CloudflareFixture(pages(70, 50, "{\"total_pages\":2}"))) {
      assertThat(subject.complete(scope)).hasSize(70);
      assertThat(subject.api.targets().getLast()).endsWith("?page=2");
    }
  }

  @ParameterizedTest
  @MethodSource("unpaginatedLists")
  void incomplete_whenAListWithoutPagesRepeatsTheFirst(Scope scope) {
    var body = page(items(0, 50), "{\"per_page\":50,\"total_pages\":2}");
    try (var subject = new CloudflareFixture(FakeApi.always(200, body))) {
      assertThat(subject.read(scope)).isInstanceOf(Reading.Partial.class);
    }
  }

  private static Arguments row(String name, FakeApi.Script script, int items, int requests) {
    return arguments(named(name, script), items, requests);
  }

  private static List<String> ids(int total) {
    return Stream.iterate(0, i -> i + 1).limit(total).map(i -> "cert-" + i).toList();
  }

  /** Pages of this size, whatever is requested, each with this {@code result_info}. */
  private static FakeApi.Script pages(int total, int size, String info) {
    return (request, out) -> {
      int from = Math.min(total, (request.page() - 1) * size);
      send(out, 200, page(items(from, Math.min(total, from + size)), info));
    };
  }

  private static FakeApi.Script allAtOnce(int total, String info) {
    return FakeApi.always(200, page(items(0, total), info));
  }

  /** A list that sends its last page for each page beyond it. */
  private static FakeApi.Script lastPageAgain(int total) {
    return (request, out) -> {
      int size = size(request);
      int last = (total - 1) / size * size;
      int from = Math.min(last, (request.page() - 1) * size);
      send(out, 200, page(items(from, Math.min(total, from + size)), "{}"));
    };
  }

  /** The first items of a longer list, as many as requested, for each page. */
  private static void firstItems(FakeApi.Request request, OutputStream out, String info)
      throws IOException {
    send(out, 200, page(items(0, size(request)), info));
  }

  private static int size(FakeApi.Request request) {
    return Integer.parseInt(request.query().getOrDefault("per_page", "20"));
  }

  private static FakeApi.Script shuffled(int total, String info) {
    var random = new Random(7);
    return (request, out) -> {
      var order = new ArrayList<>(items(0, total));
      synchronized (random) {
        Collections.shuffle(order, random);
      }
      int from = Math.min(total, (request.page() - 1) * size(request));
      send(out, 200, page(order.subList(from, Math.min(total, from + size(request))), info));
    };
  }
}
