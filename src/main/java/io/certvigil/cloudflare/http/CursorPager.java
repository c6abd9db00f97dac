package io.certvigil.cloudflare.http;

import java.util.LinkedHashMap;
import java.util.List;

/**
 * Reads a complete list by cursor: each page names the next one, and an empty cursor is the end. A
 * list that changes meanwhile is read again from its first page.
 */
final class CursorPager<T> {
  private static final int MAX_PAGES = 10_000;

  private final ApiClient api;
  private final CredentialSession session;
  private final ListEndpoint<T> listing;
  private final String owner;

  CursorPager(ApiClient api, CredentialSession session, ListEndpoint<T> listing, String owner) {
    this.api = api;
    this.session = session;
    this.listing = listing;
    this.owner = owner;
  }

  /**
   * Reads the list, in at most this many passes. If none was complete, the result contains the
   * items of all of them.
   */
  ListResult<T> read(int passes) throws InterruptedException {
    var all = new LinkedHashMap<String, T>();
    boolean hasPage = false;
    for (int pass = 1; ; pass++) {
      var chain = follow();
      var fault = chain.fault();
      if (fault == null) {
        return new ListResult.Complete<>(List.copyOf(chain.items().values()));
      }
      all.putAll(chain.items());
      hasPage |= chain.hasPage();
      if (pass == passes || !chain.isWorthAnotherPass()) {
        return hasPage
            ? new ListResult.Partial<>(
                List.copyOf(all.values()), expected(all.size(), chain), fault)
            : new ListResult.Failed<>(fault);
      }
    }
  }

  /** No total is stated, but items that were not understood are known to exist. */
  private int expected(int understood, CursorChain<T> chain) {
    return chain.odd() == 0 ? 0 : understood + chain.odd();
  }

  private CursorChain<T> follow() throws InterruptedException {
    var chain = new CursorChain<>(listing);
    var start = api.firstPage(session, listing, owner);
    var cursor = chain.add(start.answer());
    while (cursor != null) {
      cursor =
          chain.pages() == MAX_PAGES
              ? chain.incomplete("there are more than " + MAX_PAGES + " pages")
              : chain.add(api.get(session, listing, listing.pageAt(owner, cursor, start.size())));
    }
    return chain;
  }
}
