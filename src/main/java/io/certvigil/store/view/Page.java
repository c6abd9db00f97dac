package io.certvigil.store.view;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param next the cursor of the next page; null if this is the last one
 */
public record Page<T>(List<T> rows, @Nullable Cursor next) {
  public Page {
    rows = List.copyOf(rows);
  }

  /**
   * A page of a list that is in memory.
   *
   * @param place the sort value of a row, ascending and unique
   * @throws CursorException if the cursor belongs to another list
   */
  public static <T> Page<T> of(
      String walk, List<T> sorted, Function<T, String> place, @Nullable Cursor cursor, int limit) {
    var from = cursor == null ? "" : cursor.requireOrdering(walk, 1).text(0);
    var left = sorted.stream().filter(one -> place.apply(one).compareTo(from) > 0).toList();
    var rows = left.subList(0, Math.min(limit, left.size()));
    return new Page<>(
        rows, left.size() > limit ? Cursor.at(walk, place.apply(rows.getLast())) : null);
  }
}
