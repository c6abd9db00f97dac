package io.certvigil.cli.daemon;

import io.certvigil.concurrent.WakeableThread;

/**
 * SIGHUP: one reload after another, and one for all the signals that came meanwhile. What comes
 * while the daemon still starts is not lost: it is what {@link #onReload} does first.
 */
final class ReloadSignal {
  private final WakeableThread thread = new WakeableThread("reload", this::reload);
  private volatile Runnable onReload = () -> {};

  /** A signal came; returns at once. */
  void signalReceived() {
    thread.wake();
  }

  /** From now on a signal does this. To be called once. */
  void onReload(Runnable reload) {
    onReload = reload;
    thread.start();
  }

  private void reload() {
    onReload.run();
  }
}
