package io.certvigil.app;

import io.certvigil.concurrent.WakeableThread;
import io.certvigil.store.StoreException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that does the same small thing again and again: when it is woken, and at least once a
 * second, because commands beside the daemon write to the store and ring no bell.
 */
final class Pulse implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Pulse.class);
  private static final Duration REST = Duration.ofSeconds(1);

  private final String name;
  private final Runnable beat;
  private final WakeableThread thread;
  private boolean failing;

  Pulse(String name, Runnable beat) {
    this.name = name;
    this.beat = beat;
    thread = new WakeableThread(name, REST, this::beatOnce);
  }

  /** Runs at once, then when woken. */
  void start() {
    thread.wake();
    thread.start();
  }

  void wake() {
    thread.wake();
  }

  /** An edge: said once when it begins to fail and once when it works again. */
  private void beatOnce() {
    try {
      beat.run();
      if (failing) {
        log.atInfo().addKeyValue("line", name).log("works again");
      }
      failing = false;
    } catch (StoreException e) {
      if (!failing) {
        log.atError()
            .addKeyValue("line", name)
            .addKeyValue("error", e.getMessage())
            .log("the store does not work; nothing is lost, it is tried every second");
      }
      failing = true;
    } catch (RuntimeException | Error e) { // whatever it is: deliveries must go on
      if (!failing) {
        log.atError().addKeyValue("line", name).setCause(e).log("failed; it goes on");
      }
      failing = true;
    }
  }

  @Override
  public void close() {
    thread.close();
  }
}
