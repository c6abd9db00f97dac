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
 * Reads one list whole: page 1 tells how many pages there are, page 2 whether pages are heeded at
 * all, the others are read at once. No page is asked for beyond the last.
 */
public final class Pager<W, T> {
  private static final int MAX_CONCURRENT = 16;
  private static final int MAX_PAGES = 100_000;
  private static final int FIRST_CONCURRENT_PAGE = 3;

  private final ApiClient api;
  private final CredentialSession session;
  private final ListEndpoint<W, T> listing;
  private final String owner;

  public Pager(ApiClient api, CredentialSession link, ListEndpoint<W, T> listing, String owner) {
    this.api = api;
    this.session = link;
    this.listing = listing;
    this.owner = owner;
  }

  /**
   * Reads it, and what does not add up again, so often at most in all. What any of them saw counts
   * where none was whole.
   */
  public ListResult<T> read(int passes) throws InterruptedException {
    var all = new LinkedHashMap<String, T>();
    for (int pass = 1; ; pass++) {
      var gathered = new PageCollector<>(listing);
      boolean begun = readPages(gathered);
      all.putAll(gathered.byId());
      var fault = fault(gathered);
      if (fault == null) {
        return new ListResult.Complete<>(gathered.items());
      }
      if (!begun && all.isEmpty()) {
        return new ListResult.Failed<>(fault);
      }
      if (pass == passes || fault.reason() != FaultReason.INCOMPLETE) {
        return new ListResult.Partial<>(List.copyOf(all.values()), gathered.expected(), fault);
      }
    }
  }

  private static @Nullable Fault fault(PageCollector<?> pass) {
    var failure = pass.failure();
    if (failure != null) {
      return failure;
    }
    var detail =
        "the pages held "
            + pass.items().size()
            + " different items, announced were "
            + pass.expected();
    return pass.inconsistent() ? new Fault(FaultReason.INCOMPLETE, detail) : null;
  }

  /** Whether there was a first page. */
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
      pass.fail(new Fault(FaultReason.MALFORMED, pages.getAsLong() + " pages are announced"));
    } else if (pages.getAsLong() > 1 && !pass.stopped()) {
      readCountedPages(pass, (int) pages.getAsLong());
    }
    return true;
  }

  /** How many pages there are; empty where the first one does not say. */
  private OptionalLong pages(PageResult.Page<T> first) {
    var total = first.info().total_count();
    if (total != null) {
      return OptionalLong.of(Math.ceilDiv(Math.max(0, total), (long) pageSize(first, total)));
    }
    var pages = first.info().total_pages();
    return pages == null ? OptionalLong.empty() : OptionalLong.of(pages);
  }

  /** As the answer says, within reason: a remote may give smaller pages than asked for. */
  private int pageSize(PageResult.Page<T> first, long total) {
    int size = first.items().size();
    var told = first.info().per_page();
    if (told != null && told > 0) {
      return Math.max(size, (int) Math.min(told, listing.perPage()));
    }
    return size > 0 && size < total ? size : listing.perPage();
  }

  private void readCountedPages(PageCollector<T> pass, int pages) throws InterruptedException {
    pass.add(get(2)); // alone, as it may show that this list ignores the page
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
      throw new IllegalStateException("reading " + listing.template(), e.getCause());
    }
  }

  /** Nothing tells how many there are: a page that is not full is the last. */
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
        pass.markDrifted(); // the same page again
        return;
      }
      last = next;
    }
  }

  private PageResult<T> get(int page) throws InterruptedException {
    return api.get(session, listing, listing.page(owner, page));
  }
}
