package io.certvigil.app;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes resources in the reverse order of their opening; each even if another fails. */
final class Closer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Closer.class);

  private final Deque<Step> steps = new ArrayDeque<>();

  private record Step(String name, AutoCloseable what) {}

  synchronized <T extends AutoCloseable> T add(String name, T what) {
    steps.push(new Step(name, what));
    return what;
  }

  /** A second call does nothing. */
  @Override
  public synchronized void close() {
    while (!steps.isEmpty()) {
      var step = steps.pop();
      close(step.name(), step.what());
    }
  }

  /** Logs a failure instead of throwing it. */
  static void close(String name, AutoCloseable what) {
    try {
      log.atDebug().addKeyValue("part", name).log("closing");
      what.close();
    } catch (Exception e) {
      log.atError().addKeyValue("part", name).setCause(e).log("closing failed");
    }
  }
}
