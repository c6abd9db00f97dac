package io.certvigil.cli.daemon;

import io.certvigil.concurrent.WakeableThread;

/**
 * Handles SIGHUP: one reload at a time; signals that arrive during a reload cause one more. A
 * signal that arrives while the daemon is still starting is not lost: the reload runs as soon as
 * {@link #onReload} is called.
 */
final class ReloadSignal {
  private final WakeableThread thread = new WakeableThread("reload", this::reload);
  private volatile Runnable onReload = () -> {};

  /** Requests a reload; returns at once. */
  void signalReceived() {
    thread.wake();
  }

  /** Sets what a signal does from now on, and starts the thread. To be called once. */
  void onReload(Runnable reload) {
    onReload = reload;
    thread.start();
  }

  private void reload() {
    onReload.run();
  }
}
