package io.certvigil.cli.daemon;

import io.certvigil.concurrent.WakeableThread;

/**
 * SIGHUP: one reload after another, and one for all the signals that came meanwhile. What comes
 * while the daemon still starts is not lost: it is what {@link #then} does first.
 */
final class ReloadSignal {
  private final WakeableThread thread = new WakeableThread("reload", this::reload);
  private volatile Runnable then = () -> {};

  /** A signal came; returns at once. */
  void ring() {
    thread.wake();
  }

  /** From now on a signal does this. To be called once. */
  void then(Runnable reload) {
    then = reload;
    thread.start();
  }

  private void reload() {
    then.run();
  }
}
