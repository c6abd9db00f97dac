package io.certvigil.cloudflare.http;

import io.certvigil.model.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of one request. */
public sealed interface PageResult<T> {
  /**
   * A valid page.
   *
   * @param odd the items that could not be understood: the index of each, and why
   */
  record Page<T>(List<T> items, List<String> odd, PageInfo info) implements PageResult<T> {
    /** The number of items that the page contained, including those not understood. */
    int size() {
      return items.size() + odd.size();
    }
  }

  /** No page, and the reason. */
  record Failed<T>(Fault fault) implements PageResult<T> {}

  /** {@code result_info}; each field may be missing. */
  record PageInfo(
      @Nullable Long per_page,
      @Nullable Long total_count,
      @Nullable Long total_pages,
      @Nullable Long count,
      @Nullable String cursor) {
    static final PageInfo NONE = new PageInfo(null, null, null, null, null);
  }
}
