package io.certvigil.cloudflare;

import static io.certvigil.cloudflare.FakeApi.send;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.model.Reading;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Random lists that are good, but not as documented: each certificate of them must be seen, and
 * only a list that was read whole may be complete. {@code -Dcertvigil.hostile.lists} sets how many
 * are tried; the seed of a list is its number.
 */
class HostileListsTest {
  private static final int LISTS = Integer.getInteger("certvigil.hostile.lists", 400);
  private static final List<String> ODD = List.of("null", "7", "\"x\"", "{}", "{\"id\":\"\"}");

  private enum Order {
    KEPT,
    SHUFFLED
  }

  private enum Limit {
    NONE,
    REFUSED,
    SILENT,
    PAGE_IGNORED
  }

  private enum Totals {
    RIGHT,
    COUNT_ONLY,
    NO_PAGES,
    ZERO,
    NEGATIVE,
    TOO_SMALL,
    MISSING,
    NULL
  }

  @Test
  void everyCertificateIsSeen_andOnlyWholeListsAreComplete() {
    var current = new AtomicReference<HostileList>();
    FakeApi.Script script = (request, out) -> current.get().answer(request, out);
    try (var subject = new CloudflareFixture(script)) {
      for (int seed = 0; seed < LISTS; seed++) {
        var list = new HostileList(seed);
        current.set(list);
        var zone = new ResourceRef("zone-" + seed, "zone");
        var scope = Scope.ofZone(Source.CLIENT_CERTIFICATES, CloudflareFixture.ACCOUNT, zone);

        list.check(subject.read(scope));
      }
    }
  }

  /** One list, and what must be read of it, by its own rules. */
  private static final class HostileList {
    private final Random random;
    private final String name;
    private final List<String> ids;
    private final List<String> items;
    private final Order order;
    private final Limit limit;
    private final Totals totals;

    private HostileList(int seed) {
      random = new Random(seed);
      order = random.nextInt(5) == 0 ? Order.SHUFFLED : Order.KEPT;
      limit = order == Order.SHUFFLED ? Limit.NONE : pick(Limit.values());
      totals = order == Order.SHUFFLED ? pick(Totals.RIGHT, Totals.MISSING) : pick(Totals.values());
      int size = random.nextInt(4) * 50 + pick(0, 1, 7, 20, 40, 49);
      ids = IntStream.range(0, size).mapToObj(i -> "" + (1000 + i)).toList();
      items = new ArrayList<>(ids.stream().map(this::item).toList());
      int odd = order == Order.KEPT && random.nextInt(4) == 0 ? random.nextInt(3) : 0;
      for (int i = 0; i < odd; i++) {
        items.add(random.nextInt(items.size() + 1), ODD.get(random.nextInt(ODD.size())));
      }
      name = "seed %d: %d items, %d odd, %s %s %s".formatted(seed, size, odd, order, limit, totals);
    }

    @SafeVarargs
    private <V> V pick(V... values) {
      return values[random.nextInt(values.length)];
    }

    private String item(String id) {
      var asNumber = random.nextBoolean();
      return "{\"id\":%s,\"expires_on\":\"2026-11-22T00:00:00Z\"}"
          .formatted(asNumber ? id : "\"" + id + "\"");
    }

    private synchronized void answer(FakeApi.Request request, OutputStream out) throws IOException {
      int asked = Integer.parseInt(request.query().get("per_page"));
      if (limit == Limit.REFUSED && asked > 20) {
        send(out, 400, ApiBodies.error(6008, "per_page must be at most 20"));
        return;
      }
      int size =
          switch (limit) {
            case NONE, REFUSED -> asked;
            case SILENT -> Math.min(20, asked);
            case PAGE_IGNORED -> Math.max(1, items.size());
          };
      var sent = new ArrayList<>(items);
      if (order == Order.SHUFFLED) {
        Collections.shuffle(sent, random);
      }
      int page = limit == Limit.PAGE_IGNORED ? 1 : request.page();
      int from = Math.min(sent.size(), (page - 1) * size);
      var part = sent.subList(from, Math.min(sent.size(), from + size));
      send(
          out,
          200,
          "{\"success\":true,\"result\":[%s]%s}"
              .formatted(part.stream().collect(joining(",")), info(size)));
    }

    private String info(int size) {
      int total = items.size();
      int pages = Math.ceilDiv(total, size);
      return switch (totals) {
        case RIGHT ->
            info(
                "\"per_page\":%d,\"total_count\":%d,\"total_pages\":%d"
                    .formatted(size, total, pages));
        case COUNT_ONLY -> info("\"total_count\":%d".formatted(total));
        case NO_PAGES -> info("\"per_page\":%d,\"total_pages\":0".formatted(size));
        case ZERO -> info("\"per_page\":%d,\"total_count\":0,\"total_pages\":0".formatted(size));
        case NEGATIVE -> info("\"total_count\":-1");
        case TOO_SMALL ->
            info("\"per_page\":%d,\"total_count\":%d".formatted(size, tooSmall(size)));
        case MISSING -> info("");
        case NULL -> ",\"result_info\":null";
      };
    }

    /** Not a multiple of the page size: such a total cannot be told from a right one. */
    private int tooSmall(int size) {
      int half = items.size() / 2;
      return half % size == 0 ? half - 1 : half;
    }

    private static String info(String fields) {
      return ",\"result_info\":{" + fields + "}";
    }

    private void check(Reading reading) {
      var read =
          switch (reading) {
            case Reading.Complete complete -> complete.certificates();
            case Reading.Partial partial -> partial.seen();
            case Reading.Failed failed -> throw new AssertionError(name + ": " + failed.fault());
          };
      boolean isWhole = reading instanceof Reading.Complete;
      if (order == Order.KEPT || totals == Totals.RIGHT || isWhole) {
        assertThat(read)
            .as(name)
            .extracting(Certificate::id)
            .containsExactlyInAnyOrderElementsOf(ids);
      }
      if (order == Order.KEPT || totals == Totals.RIGHT) {
        assertThat(isWhole)
            .as(name + " " + reading.failure())
            .isEqualTo(items.size() == ids.size());
      }
    }
  }
}
