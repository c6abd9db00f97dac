package io.certvigil.cloudflare.http;

import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads a complete list: page 1 gives the number of pages, page 2 shows whether the page parameter
 * has an effect at all, the other pages are read concurrently. No page beyond the last one is
 * requested.
 */
public final class Pager<T> {
  private static final int MAX_CONCURRENT = 16;
  private static final int MAX_PAGES = 100_000;
  private static final int FIRST_CONCURRENT_PAGE = 3;

  private final ApiClient api;
  private final CredentialSession session;
  private final ListEndpoint<T> listing;
  private final String owner;

  public Pager(ApiClient api, CredentialSession session, ListEndpoint<T> listing, String owner) {
    this.api = api;
    this.session = session;
    this.listing = listing;
    this.owner = owner;
  }

  /**
   * Reads the list. An inconsistent pass is repeated, up to this many passes in total. If no pass
   * was complete, the result contains the items of all passes.
   */
  public ListResult<T> read(int passes) throws InterruptedException {
    var all = new LinkedHashMap<String, T>();
    for (int pass = 1; ; pass++) {
      var collector = new PageCollector<>(listing);
      boolean hasFirstPage = readPages(collector);
      all.putAll(collector.byId());
      var fault = fault(collector);
      if (fault == null) {
        return new ListResult.Complete<>(collector.items());
      }
      if (!hasFirstPage && all.isEmpty()) {
        return new ListResult.Failed<>(fault);
      }
      if (pass == passes || fault.reason() != FaultReason.INCOMPLETE) {
        return new ListResult.Partial<>(List.copyOf(all.values()), collector.expected(), fault);
      }
    }
  }

  private static @Nullable Fault fault(PageCollector<?> pass) {
    var failure = pass.failure();
    if (failure != null) {
      return failure;
    }
    var detail =
        "the pages contained "
            + pass.items().size()
            + " different items, but announced "
            + pass.expected();
    return pass.inconsistent() ? new Fault(FaultReason.INCOMPLETE, detail) : null;
  }

  /** Reads the pages once; returns true if the first page could be read. */
  private boolean readPages(PageCollector<T> pass) throws InterruptedException {
    var answer = get(1);
    pass.add(answer);
    if (!(answer instanceof PageResult.Page<T> first)) {
      return false;
    }
    if (!listing.paginated()) {
      return true;
    }
    var pages = pages(first);
    if (pages.isEmpty()) {
      readUntilShortPage(pass, first);
    } else if (pages.getAsLong() > MAX_PAGES) {
      pass.fail(
          new Fault(
              FaultReason.MALFORMED,
              pages.getAsLong() + " pages are announced, at most " + MAX_PAGES + " are read"));
    } else if (pages.getAsLong() > 1 && !pass.stopped()) {
      readCountedPages(pass, (int) pages.getAsLong());
    }
    return true;
  }

  /** The number of pages; empty if the first page does not contain it. */
  private OptionalLong pages(PageResult.Page<T> first) {
    var total = first.info().total_count();
    if (total != null) {
      return OptionalLong.of(Math.ceilDiv(Math.max(0, total), (long) pageSize(first, total)));
    }
    var pages = first.info().total_pages();
    return pages == null ? OptionalLong.empty() : OptionalLong.of(pages);
  }

  /**
   * The page size of the response, within limits: the remote may return smaller pages than
   * requested.
   */
  private int pageSize(PageResult.Page<T> first, long total) {
    int size = first.items().size();
    var perPage = first.info().per_page();
    if (perPage != null && perPage > 0) {
      return Math.max(size, (int) Math.min(perPage, listing.perPage()));
    }
    return size > 0 && size < total ? size : listing.perPage();
  }

  private void readCountedPages(PageCollector<T> pass, int pages) throws InterruptedException {
    pass.add(get(2)); // alone, because it may show that this list ignores the page parameter
    if (pages >= FIRST_CONCURRENT_PAGE && !pass.stopped()) {
      readConcurrently(pass, pages);
    }
    if (pass.stopped()) {
      pass.markDrifted();
    }
  }

  private void readConcurrently(PageCollector<T> pass, int pages) throws InterruptedException {
    var next = new AtomicInteger(FIRST_CONCURRENT_PAGE);
    Callable<Boolean> worker =
        () -> {
          int page = next.getAndIncrement();
          while (page <= pages && !pass.stopped()) {
            pass.add(get(page));
            page = next.getAndIncrement();
          }
          return true;
        };
    int workers = Math.min(MAX_CONCURRENT, pages - FIRST_CONCURRENT_PAGE + 1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(Collections.nCopies(workers, worker))) {
        done.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("reading " + listing.template() + " failed", e.getCause());
    }
  }

  /** Reads a list without an announced total: the first page that is not full is the last one. */
  private void readUntilShortPage(PageCollector<T> pass, PageResult.Page<T> first)
      throws InterruptedException {
    var last = first;
    int full = pageSize(first, 0);
    for (int page = 2; last.items().size() >= full; page++) {
      var answer = get(page);
      pass.add(answer);
      if (!(answer instanceof PageResult.Page<T> next)) {
        return;
      }
      if (page == MAX_PAGES || (pass.stopped() && !next.items().isEmpty())) {
        pass.markDrifted(); // the page was repeated
        return;
      }
      last = next;
    }
  }

  private PageResult<T> get(int page) throws InterruptedException {
    return api.get(session, listing, listing.page(owner, page));
  }
}
