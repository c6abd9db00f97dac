package io.certvigil.cloudflare.http;

import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.PrintableText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one pass through a list by cursor. Such a list states no total, so it is complete
 * only if its pages lead to an empty cursor, and no cursor and no item came twice.
 */
final class CursorChain<T> {
  private static final int MAX_LENGTH = 300;
  private static final int MAX_NAMED = 5;

  private final ListEndpoint<T> listing;
  private final Map<String, T> items = new LinkedHashMap<>();
  private final Set<String> cursors = new HashSet<>();
  private final List<String> odd = new ArrayList<>();
  private @Nullable Fault fault;
  private boolean mayBeWholeNextTime;
  private boolean repeatedItem;
  private int pages;

  CursorChain(ListEndpoint<T> listing) {
    this.listing = listing;
  }

  /** Adds a page; returns the cursor of the next one, or null if there is none to request. */
  @Nullable String add(PageResult<T> answer) {
    return switch (answer) {
      case PageResult.Page<T> page -> addPage(page);
      case PageResult.Failed<T>(var why) -> {
        fault = why;
        yield null;
      }
    };
  }

  private @Nullable String addPage(PageResult.Page<T> page) {
    pages++;
    for (var item : page.items()) {
      repeatedItem |= items.put(listing.id().apply(item), item) != null;
    }
    page.odd().forEach(one -> odd.add("page " + pages + ", " + one));
    var count = page.info().count();
    if (count != null && count > page.size()) {
      return incomplete("a page contained " + page.size() + " items, but announced " + count);
    }
    return next(page);
  }

  private @Nullable String next(PageResult.Page<T> page) {
    var cursor = page.info().cursor();
    if (cursor == null) {
      return incomplete("a page named no next page, and not the end either");
    }
    if (cursor.isEmpty()) {
      return null;
    }
    if (page.size() == 0) {
      return incomplete("an empty page named a next page");
    }
    return cursors.add(cursor) ? cursor : incomplete("a page named an earlier page as the next");
  }

  /** Ends the chain, although the list goes on. */
  @Nullable String incomplete(String why) {
    fault = new Fault(FaultReason.INCOMPLETE, why);
    mayBeWholeNextTime = true;
    return null;
  }

  /** Why it is not complete; null if it is. */
  @Nullable Fault fault() {
    if (fault != null) {
      return fault;
    }
    if (repeatedItem) {
      return new Fault(
          FaultReason.INCOMPLETE, "an item was in two pages, so another one may be in none");
    }
    return odd.isEmpty() ? null : new Fault(FaultReason.MALFORMED, oddText());
  }

  private String oddText() {
    var count = odd.size() == 1 ? "1 item" : odd.size() + " items";
    var named = String.join("; ", odd.stream().limit(MAX_NAMED).toList());
    return PrintableText.shortened(count + " could not be understood: " + named, MAX_LENGTH);
  }

  /** Whether the list may only have changed while it was read. */
  boolean isWorthAnotherPass() {
    return mayBeWholeNextTime || (fault == null && repeatedItem);
  }

  boolean hasPage() {
    return pages > 0;
  }

  int pages() {
    return pages;
  }

  int odd() {
    return odd.size();
  }

  Map<String, T> items() {
    return items;
  }
}
