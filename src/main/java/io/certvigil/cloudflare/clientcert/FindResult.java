package io.certvigil.cloudflare.clientcert;

import io.certvigil.cloudflare.http.ListResult;
import io.certvigil.cloudflare.http.PageResult;
import io.certvigil.model.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The items found in a list.
 *
 * @param fault why the list is incomplete or could not be read; null if the list is complete
 */
public record FindResult<T>(List<T> items, @Nullable Fault fault) {
  public FindResult {
    items = List.copyOf(items);
  }

  static <T> FindResult<T> of(ListResult<T> listed) {
    return switch (listed) {
      case ListResult.Complete<T>(var items) -> new FindResult<>(items, null);
      case ListResult.Partial<T>(var items, _, var fault) -> new FindResult<>(items, fault);
      case ListResult.Failed<T>(var fault) -> new FindResult<>(List.of(), fault);
    };
  }

  static <T> FindResult<T> of(PageResult<T> answer) {
    return switch (answer) {
      case PageResult.Page<T> page -> new FindResult<>(page.items(), null);
      case PageResult.Failed<T>(var fault) -> new FindResult<>(List.of(), fault);
    };
  }
}
