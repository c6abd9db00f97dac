package io.certvigil.store;

import java.util.List;
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
}
