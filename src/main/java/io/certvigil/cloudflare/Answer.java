package io.certvigil.cloudflare;

import io.certvigil.model.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of one request. */
sealed interface Answer<T> {
  /** A good page. */
  record Page<T>(List<T> items, PageInfo info) implements Answer<T> {}

  /** None, and why. */
  record Bad<T>(Fault fault) implements Answer<T> {}

  /** {@code result_info}; each part may be missing. */
  record PageInfo(@Nullable Long per_page, @Nullable Long total_count, @Nullable Long total_pages) {
    static final PageInfo NONE = new PageInfo(null, null, null);
  }
}
