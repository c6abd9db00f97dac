package io.certvigil.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A value that prints as {@code ***} wherever it ends up. Only {@link #reveal} tells it. */
public final class Secret {
  private final String value;

  public Secret(String value) {
    this.value = value;
  }

  public String reveal() {
    return value;
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
