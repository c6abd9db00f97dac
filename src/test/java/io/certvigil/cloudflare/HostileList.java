package io.certvigil.cloudflare;

import static io.certvigil.cloudflare.FakeApi.send;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Reading;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.ScopeLevel;
import io.certvigil.model.Source;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** One random list, and what must be read of it, by its own rules. */
final class HostileList {
  /** A list in random order is given up after so many passes. */
  private static final int MOST_PASSES = 12;

  private static final int SMALL_PAGE = 20;

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

  private final int seed;
  private final Random random;
  private final Source source;
  private final List<HostileItem> items;
  private final int odd;
  private final Order order;
  private final Limit limit;
  private final Totals totals;
  private final OneTimeFault fault;
  private final Map<Integer, Integer> requests = new HashMap<>();
  private final TreeSet<String> sent = new TreeSet<>();
  private boolean armed;
  private boolean faulted;

  HostileList(int seed) {
    this.seed = seed;
    random = new Random(seed);
    source =
        pick(
            Source.CLIENT_CERTIFICATES,
            Source.CLIENT_CERTIFICATES,
            Source.CUSTOM_TRUST_STORE,
            Source.GATEWAY_CERTIFICATES,
            Source.MTLS_CERTIFICATES);
    order = random.nextInt(5) == 0 ? Order.SHUFFLED : Order.KEPT;
    limit = limit();
    totals = totals();
    int size = random.nextInt(4) * 50 + pick(0, 1, 7, 20, 40, 49);
    items = new ArrayList<>(IntStream.range(0, size).mapToObj(i -> item(i, size)).toList());
    odd = order == Order.KEPT && random.nextInt(4) == 0 ? random.nextInt(3) : 0;
    for (int i = 0; i < odd; i++) {
      items.add(random.nextInt(items.size() + 1), HostileItem.odd(random));
    }
    fault = OneTimeFault.random(random);
  }

  private HostileItem item(int number, int size) {
    return HostileItem.of(source, "" + (1000 + number), random.nextInt(size) < 3, random);
  }

  private boolean paginated() {
    return source.existsAt(ScopeLevel.ZONE);
  }

  /** A list that is not paginated sends everything at once, or announces pages. */
  private Limit limit() {
    if (!paginated()) {
      return pick(Limit.SILENT, Limit.PAGE_IGNORED);
    }
    return order == Order.SHUFFLED ? Limit.NONE : pick(Limit.values());
  }

  private Totals totals() {
    if (!paginated() && limit == Limit.SILENT) {
      return Totals.RIGHT;
    }
    return order == Order.SHUFFLED ? pick(Totals.RIGHT, Totals.MISSING) : pick(Totals.values());
  }

  @SafeVarargs
  private <V> V pick(V... values) {
    return values[random.nextInt(values.length)];
  }

  Scope scope() {
    var owner = new ResourceRef("owner-" + seed, "owner");
    return paginated()
        ? Scope.ofZone(source, CloudflareFixture.ACCOUNT, owner)
        : Scope.ofAccount(source, owner);
  }

  /** Begins the next reading, in which the fault may happen or not. */
  synchronized void begin(boolean mayFault) {
    armed = mayFault;
    faulted = false;
    requests.clear();
    sent.clear();
  }

  /** Whether the fault happened in this reading. */
  synchronized boolean faulted() {
    return faulted;
  }

  synchronized void answer(FakeApi.Request request, OutputStream out) throws IOException {
    int page = request.page();
    int count = requests.merge(page, 1, Integer::sum);
    if (armed && fault.happens(page, count)) {
      armed = false;
      faulted = true;
      fault.answer(out);
      return;
    }
    int asked = Integer.parseInt(request.query().getOrDefault("per_page", "" + SMALL_PAGE));
    if (limit == Limit.REFUSED && asked > SMALL_PAGE) {
      send(out, 400, ApiBodies.error(6008, "per_page must be at most 20"));
    } else {
      answer(page, count, asked, out);
    }
  }

  private void answer(int page, int count, int asked, OutputStream out) throws IOException {
    int size =
        switch (limit) {
          case NONE, REFUSED -> asked;
          case SILENT -> Math.min(SMALL_PAGE, asked);
          case PAGE_IGNORED -> Math.max(1, items.size());
        };
    int from = limit == Limit.PAGE_IGNORED ? 0 : Math.min(items.size(), (page - 1) * size);
    var part = ordered(page, count).subList(from, Math.min(items.size(), from + size));
    part.stream().filter(item -> !item.isOdd()).map(HostileItem::facts).forEach(sent::add);
    var result = part.stream().map(HostileItem::json).collect(joining(","));
    send(out, 200, "{\"success\":true,\"result\":[" + result + "]" + info(size) + "}");
  }

  /** Depends only on the request, not on the order of concurrent requests. */
  private List<HostileItem> ordered(int page, int count) {
    var ordered = new ArrayList<>(items);
    if (order == Order.SHUFFLED) {
      Collections.shuffle(ordered, new Random((seed * 1_000L + page) * 1_000 + count));
    }
    return ordered;
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
      case TOO_SMALL -> info("\"per_page\":%d,\"total_count\":%d".formatted(size, tooSmall(size)));
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

  /** Checks the reading that has just ended. */
  synchronized void check(Reading reading) {
    switch (reading) {
      case Reading.Complete complete -> {
        checkSeen(complete.certificates());
        assertThat(sent).as("complete").hasSize(items.size());
        assertThat(odd).as("complete, with odd items").isZero();
      }
      case Reading.Partial partial -> {
        checkSeen(partial.seen());
        checkFault(partial.fault(), FaultReason.INCOMPLETE, FaultReason.MALFORMED);
      }
      case Reading.Failed failed -> {
        assertThat(sent).as("failed").isEmpty();
        checkFault(failed.fault());
      }
    }
    if (!faulted || fault.isRetried()) {
      checkUndisturbed(reading);
    }
  }

  private void checkSeen(List<Certificate> certificates) {
    assertThat(certificates.stream().map(HostileItem::facts).sorted().toList())
        .isEqualTo(List.copyOf(sent));
  }

  private void checkFault(Fault why, FaultReason... others) {
    if (faulted && !fault.isRetried()) {
      var possible = new ArrayList<>(List.of(others));
      possible.add(fault.reason());
      assertThat(why.reason()).as(why.detail()).isIn(possible);
    }
  }

  /** A reading without a fault, or with one that a retry mends. */
  private void checkUndisturbed(Reading reading) {
    boolean isWhole = reading instanceof Reading.Complete;
    if (order == Order.KEPT) {
      assertThat(sent).as("sent").hasSize(items.size() - odd);
      assertThat(isWhole).as("complete: " + reading.failure()).isEqualTo(odd == 0);
    } else if (totals == Totals.RIGHT && requests.getOrDefault(1, 0) < MOST_PASSES) {
      assertThat(isWhole).as("complete: " + reading.failure()).isTrue();
    }
  }

  @Override
  public String toString() {
    return "seed %d: %s, %d items, %d odd, %s %s %s, %s"
        .formatted(seed, source, items.size(), odd, order, limit, totals, fault);
  }
}
