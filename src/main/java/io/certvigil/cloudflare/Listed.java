package io.certvigil.cloudflare;

import io.certvigil.model.Fault;
import java.util.List;

/** What came of reading a whole list. */
sealed interface Listed<T> {
  /** Each once, and as many as were announced. */
  record Whole<T>(List<T> items) implements Listed<T> {}

  /**
   * Those that were seen, each once; others may exist.
   *
   * @param expected how many were announced last; 0 where nothing was
   */
  record Some<T>(List<T> items, int expected, Fault fault) implements Listed<T> {}

  /** Not even a first page. */
  record None<T>(Fault fault) implements Listed<T> {}
}
