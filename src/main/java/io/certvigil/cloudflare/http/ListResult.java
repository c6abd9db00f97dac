package io.certvigil.cloudflare.http;

import io.certvigil.model.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of reading a complete list. */
public sealed interface ListResult<T> {
  /** The items that were read. */
  List<T> items();

  /** Why the list is not complete; null if it is. */
  @Nullable Fault fault();

  /**
   * Every item exactly once; their number matches the announced total, or the list was read to its
   * end if no credible total was announced.
   */
  record Complete<T>(List<T> items) implements ListResult<T> {
    @Override
    public @Nullable Fault fault() {
      return null;
    }
  }

  /**
   * The items that were read, each once; there may be others.
   *
   * @param expected the total announced last; 0 if none was announced
   */
  record Partial<T>(List<T> items, int expected, Fault fault) implements ListResult<T> {}

  /** Not even the first page could be read. */
  record Failed<T>(Fault fault) implements ListResult<T> {
    @Override
    public List<T> items() {
      return List.of();
    }
  }
}
