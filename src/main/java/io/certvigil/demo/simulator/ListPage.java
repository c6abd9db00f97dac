package io.certvigil.demo.simulator;

import java.util.List;

/**
 * One page of a list.
 *
 * @param total how many items the whole list has
 */
record ListPage<T>(List<T> items, int total) {
  static <T> ListPage<T> of(PageRange range, List<T> all) {
    return new ListPage<>(slice(all, range.from(), range.perPage()), all.size());
  }

  /**
   * At most {@code limit} items from this index on; an index outside of the list is moved to its
   * end.
   */
  static <T> List<T> slice(List<T> all, long from, int limit) {
    int start = Math.clamp(from, 0, all.size());
    return all.subList(start, Math.min(start + limit, all.size()));
  }
}
