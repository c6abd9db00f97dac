package io.certvigil.store.view;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of a list.
 *
 * @param next where the rows after these begin; null where there are none
 */
public record Page<T>(List<T> rows, @Nullable Cursor next) {
  public Page {
    rows = List.copyOf(rows);
  }

  /**
   * A page of a list that is held anyway.
   *
   * @param place what it is sorted by, ascending; no two have the same
   * @throws CursorException where the cursor is none of this walk
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
