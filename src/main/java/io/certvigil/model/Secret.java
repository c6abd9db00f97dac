package io.certvigil.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A secret value that prints as {@code ***} everywhere. Only {@link #reveal} returns it. */
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
