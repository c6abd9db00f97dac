package io.certvigil.app;

import io.certvigil.concurrent.WakeableThread;
import io.certvigil.store.failure.StoreException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one pass of work again and again: when it is woken, and at least once a second, because
 * commands beside the daemon write to the store and cannot wake this thread.
 */
final class WorkLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WorkLoop.class);
  private static final Duration LONGEST_REST = Duration.ofSeconds(1);

  private final String name;
  private final Runnable pass;
  private final WakeableThread thread;
  private boolean failing;

  WorkLoop(String name, Runnable pass) {
    this.name = name;
    this.pass = pass;
    thread = new WakeableThread(name, LONGEST_REST, this::runPass);
  }

  /** The first pass runs at once, the others when woken or after a second. */
  void start() {
    thread.wake();
    thread.start();
  }

  void wake() {
    thread.wake();
  }

  /** Logs once when the passes begin to fail and once when they succeed again. */
  private void runPass() {
    try {
      pass.run();
      if (failing) {
        log.atInfo().addKeyValue("line", name).log("work loop succeeds again");
      }
      failing = false;
    } catch (StoreException e) {
      if (!failing) {
        log.atError()
            .addKeyValue("line", name)
            .addKeyValue("error", e.getMessage())
            .log("store not usable; no data is lost; retrying every second");
      }
      failing = true;
    } catch (RuntimeException | Error e) { // whatever failed, deliveries must continue
      if (!failing) {
        log.atError()
            .addKeyValue("line", name)
            .setCause(e)
            .log("work loop failed; retrying every second");
      }
      failing = true;
    }
  }

  @Override
  public void close() {
    thread.close();
  }
}
