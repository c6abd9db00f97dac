package io.certvigil.model;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A secret value that prints as {@code ***} everywhere. Only {@link #reveal} returns it. One from a
 * file can be read again after it was rotated. Thread-safe.
 */
public final class Secret {
  private final @Nullable Supplier<Optional<String>> source;
  private volatile String value;

  /** A secret that never changes. */
  public Secret(String value) {
    this(value, null);
  }

  private Secret(String value, @Nullable Supplier<Optional<String>> source) {
    this.value = value;
    this.source = source;
  }

  /**
   * A secret that can be read again.
   *
   * @param source reads it; empty if it cannot be read or is not valid
   */
  public static Secret rereadable(String value, Supplier<Optional<String>> source) {
    return new Secret(value, source);
  }

  public String reveal() {
    return value;
  }

  /** Reads it again. Returns true if it has another value now. */
  public boolean reread() {
    var before = value;
    if (source != null) {
      value = source.get().orElse(before);
    }
    return !value.equals(before);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret && secret.value.equals(value);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(value);
  }

  @Override
  public String toString() {
    return "***";
  }
}
