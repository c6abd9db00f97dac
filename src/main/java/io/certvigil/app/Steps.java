package io.certvigil.app;

/** Runs several steps one after another; each runs even if an earlier one fails. */
final class Steps {
  private Steps() {}

  /** Runs all, then throws the first exception; later ones are suppressed in it. */
  static void all(Runnable... steps) {
    RuntimeException fault = null;
    for (var step : steps) {
      try {
        step.run();
      } catch (RuntimeException e) {
        if (fault == null) {
          fault = e;
        } else if (!e.equals(fault)) {
          fault.addSuppressed(e);
        }
      }
    }
    if (fault != null) {
      throw fault;
    }
  }
}
