package io.certvigil.app;

import static org.awaitility.Awaitility.await;

import io.certvigil.demo.receiver.WebhookReceiver;
import io.certvigil.demo.simulator.InjectedFaults;
import io.certvigil.demo.simulator.RateLimits;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.SimulatedEstate;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;

/** A realistic estate and the daemon as a process that watches it, with debug log and metrics. */
final class DaemonEnvironment implements AutoCloseable {
  private static final String CONFIG =
      """
      watch: [ { credential: main, every: 1h } ]
      metrics: { certificates: all }
      log: { level: debug }
      """;

  final Clock clock = Clock.systemUTC();
  final SimulatedEstate estate = SimulatedEstate.sample(5, clock.instant());
  final InjectedFaults faults = new InjectedFaults();
  final SimulatedCloudflare cloudflare =
      SimulatedCloudflare.start(estate, RateLimits.none(), clock, faults);
  final WebhookReceiver receiver = WebhookReceiver.start(DaemonProcess.HOOK_SECRET, clock);
  final DaemonProcess daemon;

  /** The daemon is not started yet. */
  DaemonEnvironment(Path folder) {
    daemon = new DaemonProcess(folder, cloudflare, receiver, CONFIG);
  }

  /** Returns when the first sweep is complete and all its events are delivered. */
  void startAndSweep() {
    daemon.start();
    await().atMost(Duration.ofMinutes(1)).until(this::swept);
  }

  private boolean swept() throws SQLException {
    return daemon.database.number(
            """
            SELECT (SELECT count(*) FROM scope WHERE complete_at IS NULL)
                 + (SELECT count(*) FROM delivery WHERE closed_at IS NULL)
                 + (SELECT count(*) = 0 FROM scope)
                 + (SELECT count(*) FROM event
                    WHERE position > (SELECT min(mark) FROM channel))
            """)
        == 0;
  }

  /** Runs a command with the daemon's config. */
  CommandResult run(String... arguments) throws IOException, InterruptedException {
    return daemon.run(arguments);
  }

  @Override
  public void close() {
    daemon.close();
    receiver.close();
    cloudflare.close();
  }
}
