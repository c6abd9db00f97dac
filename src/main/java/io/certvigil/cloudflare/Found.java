package io.certvigil.cloudflare;

import io.certvigil.model.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a list held.
 *
 * @param fault why there may be more, or there is nothing at all; null where the list is whole
 */
public record Found<T>(List<T> items, @Nullable Fault fault) {
  public Found {
    items = List.copyOf(items);
  }

  static <T> Found<T> of(Listed<T> listed) {
    return switch (listed) {
      case Listed.Whole<T>(var items) -> new Found<>(items, null);
      case Listed.Some<T>(var items, _, var fault) -> new Found<>(items, fault);
      case Listed.None<T>(var fault) -> new Found<>(List.of(), fault);
    };
  }

  static <T> Found<T> of(Answer<T> answer) {
    return switch (answer) {
      case Answer.Page<T> page -> new Found<>(page.items(), null);
      case Answer.Bad<T>(var fault) -> new Found<>(List.of(), fault);
    };
  }
}
