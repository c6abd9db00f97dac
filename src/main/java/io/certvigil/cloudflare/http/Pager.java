package io.certvigil.cloudflare.http;

import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads a complete list: page 1 gives the number of pages, page 2 shows whether the page parameter
 * has an effect at all, the other pages are read concurrently. If the total is missing or wrong,
 * the pages are followed one by one to the end of the list. Lists by cursor are read by {@link
 * CursorPager}.
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
   * Reads the list. An inconsistent pass is repeated, up to this many passes in total, or more of
   * them if the order of the list changes all the time. If neither a pass nor all of them together
   * were complete, the result contains the items of all passes.
   */
  public ListResult<T> read(int passes) throws InterruptedException {
    if (listing.byCursor()) {
      return new CursorPager<>(api, session, listing, owner).read(passes);
    }
    var union = new PassUnion<T>(passes);
    while (true) {
      var pass = new PageCollector<>(listing);
      readPages(pass);
      var result = union.add(pass);
      if (result != null) {
        return result;
      }
    }
  }

  /** Reads the pages once. */
  private void readPages(PageCollector<T> pass) throws InterruptedException {
    var start = api.firstPage(session, listing, owner);
    pass.add(1, start.answer());
    if (!(start.answer() instanceof PageResult.Page<T> first)) {
      return;
    }
    var plan = PagePlan.of(first, start.size());
    if (plan.counted() > MAX_PAGES) {
      pass.fail(
          new Fault(
              FaultReason.MALFORMED,
              plan.counted() + " pages are announced, at most " + MAX_PAGES + " are read"));
      return;
    }
    int size = listing.paginated() ? start.size() : announcedSize(first);
    readCountedPages(pass, (int) plan.counted(), size);
    if (readToEnd(pass, plan, size)) {
      pass.end();
    }
  }

  /** Lists without pages have no page size either, unless they announce one. */
  private static int announcedSize(PageResult.Page<?> first) {
    var announced = first.info().per_page();
    return announced == null ? 0 : Math.clamp(announced, 0, Integer.MAX_VALUE);
  }

  private void readCountedPages(PageCollector<T> pass, int pages, int size)
      throws InterruptedException {
    if (pages > 1 && !pass.stopped()) {
      pass.add(2, get(2, size)); // alone: it may show that this list ignores the page parameter
    }
    if (pages >= FIRST_CONCURRENT_PAGE && !pass.stopped()) {
      readConcurrently(pass, pages, size);
    }
  }

  private void readConcurrently(PageCollector<T> pass, int pages, int size)
      throws InterruptedException {
    var next = new AtomicInteger(FIRST_CONCURRENT_PAGE);
    Callable<Boolean> worker =
        () -> {
          int page = next.getAndIncrement();
          while (page <= pages && !pass.stopped()) {
            pass.add(page, get(page, size));
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

  /**
   * Requests the pages that the total does not count, until one is shorter than a full page, empty,
   * or an earlier one again. Returns true if that is certainly the end of the list.
   */
  private boolean readToEnd(PageCollector<T> pass, PagePlan plan, int size)
      throws InterruptedException {
    int page = (int) plan.counted();
    while (pass.needsPageAfter(page, plan)) {
      if (page == MAX_PAGES) {
        return false;
      }
      page++;
      pass.add(page, get(page, size));
    }
    return pass.repeatedFirst()
        ? isAllAtOnce(pass, plan)
        : pass.repeated() || page >= plan.announced();
  }

  /**
   * Whether the first page, which was also the second one, is the whole list. If it is not larger
   * than requested, it may also be the begin of a list that ignores only the page, which a request
   * for smaller pages shows.
   */
  private boolean isAllAtOnce(PageCollector<T> pass, PagePlan plan) throws InterruptedException {
    long size = pass.items().size();
    if (plan.announced() > 1) {
      return size > (plan.announced() - 1) * plan.full();
    }
    return size > plan.full()
        || (get(2, ListEndpoint.SMALLEST_PAGE_SIZE) instanceof PageResult.Page<T> small
            && !pass.isBeginOfFirst(small.items()));
  }

  private PageResult<T> get(int page, int size) throws InterruptedException {
    return api.get(session, listing, listing.page(owner, page, size));
  }
}
