package io.certvigil.cloudflare.http;

import java.util.Set;

/**
 * What the first page says about the pages of its list.
 *
 * @param counted the number of pages according to the total; 1 without a usable total
 * @param announced the highest number of pages that anything in the first page announces
 * @param full a page with fewer items is the last one
 * @param consistent false if the number of pages contradicts the total
 */
record PagePlan(long counted, long announced, long full, boolean consistent) {
  /**
   * The page sizes to which Cloudflare limits its lists. A first page of exactly such a size may be
   * a full one, even if larger pages were requested.
   */
  private static final Set<Integer> LIMITS = Set.of(20, 25, 50, 100, 500);

  /**
   * Reads the plan from the first page.
   *
   * @param asked the page size that was requested; 0 if the list has no pages
   */
  static PagePlan of(PageResult.Page<?> first, int asked) {
    var info = first.info();
    int size = first.size();
    long pages = info.total_pages() == null ? 0 : Math.max(0, info.total_pages());
    long total = info.total_count() == null ? 0 : Math.max(0, info.total_count());
    long limit = limit(info, asked);
    boolean isMore = size > 0 && size < total;
    long held = Math.max(size, isMore && asked > 0 && !hasSize(info) ? size : limit);
    long counted = total < size ? 1 : Math.max(1, Math.ceilDiv(total, held));
    counted = isMore ? Math.max(counted, Math.min(pages, total)) : counted;
    boolean mayBeLimited = (asked > 0 && LIMITS.contains(size)) || Math.max(counted, pages) > 1;
    return new PagePlan(
        counted,
        Math.max(counted, pages),
        size > 0 && mayBeLimited ? Math.min(size, limit) : limit,
        info.total_pages() == null || total < size || agrees(pages, total, held, limit));
  }

  /** Whether this number of pages holds the total, and is not more than it needs. */
  private static boolean agrees(long pages, long total, long held, long limit) {
    return pages >= Math.ceilDiv(total, held)
        && pages <= Math.max(1, Math.ceilDiv(total, Math.min(held, limit)));
  }

  private static boolean hasSize(PageResult.PageInfo info) {
    return info.per_page() != null && info.per_page() > 0;
  }

  private static long limit(PageResult.PageInfo info, int asked) {
    long most = asked > 0 ? asked : Integer.MAX_VALUE;
    return info.per_page() != null && info.per_page() > 0 ? Math.min(info.per_page(), most) : most;
  }
}
