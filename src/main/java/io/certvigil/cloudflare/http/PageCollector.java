package io.certvigil.cloudflare.http;

import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one walk through a list's pages has gathered so far. Used by several threads at once. */
final class PageCollector<T> {
  /** After so many bad pages the rest is not asked for: the remote is in trouble. */
  private static final int MAX_FAILED_PAGES = 3;

  private final ListEndpoint<?, T> listing;
  private final Map<String, T> seen = new LinkedHashMap<>();
  private @Nullable Long total;
  private @Nullable Fault failure;
  private boolean drifted;
  private boolean stopped;
  private int failedPages;

  PageCollector(ListEndpoint<?, T> listing) {
    this.listing = listing;
  }

  /** Takes in an answer. */
  synchronized void add(PageResult<T> answer) {
    switch (answer) {
      case PageResult.Page<T> page -> add(page);
      case PageResult.Failed<T>(var fault) -> fail(fault);
    }
  }

  private void add(PageResult.Page<T> page) {
    int before = seen.size();
    page.items().forEach(item -> seen.put(listing.id().apply(item), item));
    var announced = page.info().total_count();
    drifted |= announced != null && total != null && !announced.equals(total);
    total = announced == null ? total : announced;
    stopped |= seen.size() == before; // empty or seen before: what follows would be the same
  }

  /** Takes in a page that is missing. */
  synchronized void fail(Fault fault) {
    failure = failure == null ? fault : failure;
    failedPages++;
    stopped |= failedPages == MAX_FAILED_PAGES || concernsAllPages(fault.reason());
  }

  private static boolean concernsAllPages(FaultReason reason) {
    return switch (reason) {
      case UNAUTHORIZED, FORBIDDEN, RATE_LIMITED -> true;
      case HTTP_4XX, HTTP_5XX, TIMEOUT, NETWORK, MALFORMED, INCOMPLETE, STORE -> false;
    };
  }

  /** Whether asking for further pages is pointless. */
  synchronized boolean stopped() {
    return stopped;
  }

  /** Nobody can say what else there is, such as after the same page again. */
  synchronized void markDrifted() {
    drifted = true;
  }

  /** Why a page is missing; null where none is. */
  synchronized @Nullable Fault failure() {
    return failure;
  }

  /** Whether the pages contradict each other, or hold another number than they announce. */
  synchronized boolean inconsistent() {
    // Without pages the number is only a hint; more than announced is then no contradiction.
    boolean fewer = total != null && total > seen.size();
    boolean more = total != null && total < seen.size() && listing.paginated();
    return drifted || fewer || more;
  }

  /** As announced last; 0 where nothing was. */
  synchronized int expected() {
    return total == null ? 0 : Math.clamp(total, 0, Integer.MAX_VALUE);
  }

  synchronized List<T> items() {
    return List.copyOf(seen.values());
  }

  synchronized Map<String, T> byId() {
    return Map.copyOf(seen);
  }
}
