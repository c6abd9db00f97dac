package io.certvigil.store.failure;

import org.jspecify.annotations.Nullable;

/**
 * Named moments at which a fault campaign kills the daemon: {@code -Dcertvigil.crashpoint=NAME}
 * halts it there at once, as {@code kill -9} would. Costs nothing where the property is not set.
 */
public final class CrashPoint {
  private static final @Nullable String NAME = System.getProperty("certvigil.crashpoint");

  private static final int KILLED = 137;

  private CrashPoint() {}

  /** Dies here if this is the moment that was asked for. */
  public static void reached(String name) {
    if (name.equals(NAME)) {
      Runtime.getRuntime().halt(KILLED);
    }
  }
}
