package io.certvigil.cloudflare.http;

import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Collects the pages of one pass through a list. Used by several threads at once. */
final class PageCollector<T> {
  /**
   * After this many failed pages, or pages without a single item that can be understood, the
   * remaining pages are not requested, because the remote has a problem.
   */
  private static final int MAX_FAILED_PAGES = 3;

  /** More names do not fit into the line that a person reads. */
  private static final int MAX_NAMED = 5;

  private final ListEndpoint<T> listing;
  private final Map<String, T> seen = new LinkedHashMap<>();
  private @Nullable Long total;
  private @Nullable Fault failure;
  private Set<String> firstIds = Set.of();
  private Set<String> lastIds = Set.of();
  private int lastPage;
  private int lastSize;
  private boolean drifted;
  private boolean moved;
  private boolean repeated;
  private boolean ended;
  private boolean stopped;
  private int failedPages;
  private int oddPages;
  private int odd;
  private final List<String> namedOdd = new ArrayList<>();

  PageCollector(ListEndpoint<T> listing) {
    this.listing = listing;
  }

  /** Adds the result of the request for this page. */
  synchronized void add(int number, PageResult<T> answer) {
    switch (answer) {
      case PageResult.Page<T> page -> add(number, page);
      case PageResult.Failed<T>(var fault) -> fail(fault);
    }
  }

  private void add(int number, PageResult.Page<T> page) {
    int before = seen.size();
    var ids = ids(page.items());
    page.items().forEach(item -> seen.put(listing.id().apply(item), item));
    int fresh = seen.size() - before;
    boolean repeats = !ids.isEmpty() && (ids.equals(firstIds) || ids.equals(lastIds));
    repeated |= repeats;
    moved |= fresh < ids.size() && !repeats;
    addOdd(number, page.odd());
    boolean isOdd = page.items().isEmpty() && page.size() > 0;
    oddPages += isOdd ? 1 : 0;
    // empty or repeated: further pages would be the same
    stopped |= isOdd ? oddPages == MAX_FAILED_PAGES : fresh == 0;
    count(page.info().total_count());
    if (number > lastPage) {
      firstIds = lastPage == 0 ? ids : firstIds;
      lastIds = ids;
      lastPage = number;
      lastSize = page.size();
    }
  }

  private void addOdd(int number, List<String> items) {
    odd += items.size();
    for (var one : items) {
      if (namedOdd.size() < MAX_NAMED) {
        namedOdd.add("page " + number + ", " + one);
      }
    }
  }

  private Set<String> ids(List<T> items) {
    return items.stream().map(listing.id()).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private void count(@Nullable Long announced) {
    drifted |= announced != null && total != null && !announced.equals(total);
    total = announced == null ? total : announced;
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

  /** Whether the page after this one must be requested, although the total does not count it. */
  synchronized boolean needsPageAfter(long page, PagePlan plan) {
    boolean mayFollow = lastSize >= plan.full() || page < plan.announced();
    return mayFollow && !stopped && !drifted && failure == null && !isCovered(page, plan);
  }

  /** Whether the total is credible, and this many pages are enough for it. */
  private boolean isCovered(long page, PagePlan plan) {
    var announced = total;
    return announced != null
        && plan.consistent()
        && announced >= size()
        && (announced == size() || announced <= page * plan.full());
  }

  /** Marks the end of the list: there are no pages after those that were read. */
  synchronized void end() {
    ended = true;
  }

  /** True if the last page was an earlier one again. */
  synchronized boolean repeated() {
    return repeated;
  }

  /** True if the second page was the first one again. */
  synchronized boolean repeatedFirst() {
    return repeated && lastPage == 2;
  }

  /** True if some, but not all items of a page were in earlier pages. */
  synchronized boolean moved() {
    return moved;
  }

  /** Whether these are the first items of the first page, and not all of them. */
  synchronized boolean isBeginOfFirst(List<T> items) {
    var ids = List.copyOf(ids(items));
    return ids.size() < firstIds.size() && ids.equals(List.copyOf(firstIds).subList(0, ids.size()));
  }

  /** True if at least one page could be read. */
  synchronized boolean hasPage() {
    return lastPage > 0;
  }

  /** Why a page is missing; null if none is missing. */
  synchronized @Nullable Fault failure() {
    return failure;
  }

  /**
   * True if the pages contradict each other, or contain fewer items than announced. A total that is
   * exceeded is wrong, so it proves nothing; the same as without a total, the list is complete if
   * its end was reached and no item was in two pages.
   */
  synchronized boolean inconsistent() {
    boolean counted = total != null && total == size();
    boolean fewer = total != null && total > size();
    return drifted || fewer || !(counted || (ended && !moved));
  }

  /** The number of different items, including those not understood. */
  synchronized int size() {
    return seen.size() + odd;
  }

  /** How many items could not be understood, and which; empty if there were none. */
  synchronized String oddText() {
    if (odd == 0) {
      return "";
    }
    var count = odd == 1 ? "1 item" : odd + " items";
    var more = odd > namedOdd.size() ? "; and " + (odd - namedOdd.size()) + " more" : "";
    return count + " could not be understood: " + String.join("; ", namedOdd) + more;
  }

  /** The total on which all pages of this pass agree; null if there is none. */
  synchronized @Nullable Long agreedTotal() {
    return drifted ? null : total;
  }

  /** The total announced last, at least the number of items not understood. */
  synchronized int expected() {
    return Math.max(odd == 0 ? 0 : size(), announced());
  }

  /** The total announced last; 0 if none was announced. */
  synchronized int announced() {
    return total == null ? 0 : Math.clamp(total, 0, Integer.MAX_VALUE);
  }

  synchronized List<T> items() {
    return List.copyOf(seen.values());
  }

  synchronized Map<String, T> byId() {
    return Map.copyOf(seen);
  }
}
