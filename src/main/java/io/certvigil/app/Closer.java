package io.certvigil.app;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers what was opened and closes it backwards, by name; one that fails stops no other. */
final class Closer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Closer.class);

  private final Deque<Step> steps = new ArrayDeque<>();

  private record Step(String name, AutoCloseable what) {}

  synchronized <T extends AutoCloseable> T add(String name, T what) {
    steps.push(new Step(name, what));
    return what;
  }

  /** Closing twice is closing once. */
  @Override
  public synchronized void close() {
    while (!steps.isEmpty()) {
      var step = steps.pop();
      close(step.name(), step.what());
    }
  }

  /** What fails is logged. */
  static void close(String name, AutoCloseable what) {
    try {
      log.atDebug().addKeyValue("part", name).log("closing");
      what.close();
    } catch (Exception e) {
      log.atError().addKeyValue("part", name).setCause(e).log("could not be closed");
    }
  }
}
