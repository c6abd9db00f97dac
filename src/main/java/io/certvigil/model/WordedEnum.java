package io.certvigil.model;

import java.util.Locale;
import java.util.Optional;

/** An enum whose constants have names in config, labels, messages, the API or the store. */
public interface WordedEnum {
  String name();

  /** That name: the constant's own in lower case, such as {@code rate_limited}. */
  default String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The constant with this {@link #word}; empty for an unknown word. */
  static <E extends Enum<E> & WordedEnum> Optional<E> of(Class<E> type, String word) {
    return Optional.ofNullable(EnumWords.of(type).get(word)).map(type::cast);
  }
}
