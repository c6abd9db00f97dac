package io.certvigil.app;

import io.certvigil.config.Config;
import io.certvigil.config.ConfigInput;
import io.certvigil.sweep.SweepProgressListener;
import io.certvigil.systemd.SystemdNotifier;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The whole daemon in this process, for tests of other packages. It is never started: it does one
 * step when the test asks for it, at the moment that the test has set.
 */
public final class SteppedDaemon implements AutoCloseable {
  private final App app;

  /**
   * Opens the store, and migrates it if it is older.
   *
   * @param nanos the monotonic clock; advances with {@code clock}
   */
  public SteppedDaemon(ConfigInput sources, InstantSource clock, LongSupplier nanos) {
    app =
        new App(
            Config.load(sources),
            () -> Config.load(sources),
            new Version(sources.version(), "test"),
            clock,
            nanos,
            SystemdNotifier.NONE,
            null);
  }

  /** Reads every list once and makes one attempt at each delivery that is due. */
  public void sweep() {
    app.sweepOnce(SweepProgressListener.NONE);
  }

  /** What the schedule does each minute. */
  public void minute() {
    app.runMinute();
  }

  @Override
  public void close() {
    app.close();
  }
}
