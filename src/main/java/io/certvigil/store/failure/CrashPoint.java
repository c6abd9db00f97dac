package io.certvigil.store.failure;

import org.jspecify.annotations.Nullable;

/**
 * Named points in the code at which a fault campaign kills the daemon: {@code
 * -Dcertvigil.crashpoint=NAME} halts the process there at once, as {@code kill -9} would. Has no
 * cost if the property is not set.
 */
public final class CrashPoint {
  private static final @Nullable String NAME = System.getProperty("certvigil.crashpoint");

  private static final int KILLED = 137;

  private CrashPoint() {}

  /** Halts the process if this is the configured crash point. */
  public static void reached(String name) {
    if (name.equals(NAME)) {
      Runtime.getRuntime().halt(KILLED);
    }
  }
}
