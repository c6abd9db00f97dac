package io.certvigil.app;

/** Several things to do one after another, none of which waits for another to succeed. */
final class Steps {
  private Steps() {}

  /** Does all of them, then throws what the first that failed threw. */
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
