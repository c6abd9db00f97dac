package io.certvigil.cloudflare.http;

import io.certvigil.model.Fault;
import java.util.List;

/** What came of reading a whole list. */
public sealed interface ListResult<T> {
  /** Each once, and as many as were announced. */
  record Complete<T>(List<T> items) implements ListResult<T> {}

  /**
   * Those that were seen, each once; others may exist.
   *
   * @param expected how many were announced last; 0 where nothing was
   */
  record Partial<T>(List<T> items, int expected, Fault fault) implements ListResult<T> {}

  /** Not even a first page. */
  record Failed<T>(Fault fault) implements ListResult<T> {}
}
