package io.certvigil.cloudflare.http;

import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the pages of one pass through a list. Used by several threads at once. */
final class PageCollector<T> {
  /**
   * After this many failed pages the remaining pages are not requested, because the remote has a
   * problem.
   */
  private static final int MAX_FAILED_PAGES = 3;

  private final ListEndpoint<T> listing;
  private final Map<String, T> seen = new LinkedHashMap<>();
  private @Nullable Long total;
  private @Nullable Fault failure;
  private boolean drifted;
  private boolean stopped;
  private int failedPages;

  PageCollector(ListEndpoint<T> listing) {
    this.listing = listing;
  }

  /** Adds the result of one request. */
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
    stopped |= seen.size() == before; // empty or repeated: further pages would be the same
  }

  /** Records a page that could not be read. */
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

  /** True if requesting further pages is useless. */
  synchronized boolean stopped() {
    return stopped;
  }

  /** Marks the pass as inconsistent, for example after a repeated page: other items may exist. */
  synchronized void markDrifted() {
    drifted = true;
  }

  /** Why a page is missing; null if none is missing. */
  synchronized @Nullable Fault failure() {
    return failure;
  }

  /**
   * True if the pages contradict each other, or the number of items differs from the announced
   * total.
   */
  synchronized boolean inconsistent() {
    // Without pagination the total is only a hint: more items than announced are no contradiction.
    boolean fewer = total != null && total > seen.size();
    boolean more = total != null && total < seen.size() && listing.paginated();
    return drifted || fewer || more;
  }

  /** The total announced last; 0 if none was announced. */
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
