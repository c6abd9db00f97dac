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
import java.util.Map;

/** An estate, a receiver, and the daemon as a process that watches the estate. */
final class DaemonEnvironment implements AutoCloseable {
  private static final String CONFIG =
      """
      watch: [ { credential: main, every: 1h } ]
      metrics: { certificates: all }
      log: { level: debug }
      """;

  final Clock clock = Clock.systemUTC();
  final SimulatedEstate estate;
  final InjectedFaults faults = new InjectedFaults();
  final SimulatedCloudflare cloudflare;
  final WebhookReceiver receiver = WebhookReceiver.start(DaemonProcess.HOOK_SECRET, clock);
  final DaemonProcess daemon;

  /** With a sample estate; the daemon is not started yet. */
  DaemonEnvironment(Path folder) {
    this(folder, SimulatedEstate.sample(5, Clock.systemUTC().instant()), RateLimits.none(), CONFIG);
  }

  /** With this estate, and further keys of the config; the daemon is not started yet. */
  DaemonEnvironment(Path folder, SimulatedEstate estate, RateLimits limits, String config) {
    this.estate = estate;
    cloudflare = SimulatedCloudflare.start(estate, limits, clock, faults);
    daemon = new DaemonProcess(folder, cloudflare, receiver, config);
  }

  /** The number of requests so far, without those that verify the token once an hour. */
  long requests() {
    return cloudflare.requestsByRoute().entrySet().stream()
        .filter(route -> !route.getKey().endsWith("token_verify"))
        .mapToLong(Map.Entry::getValue)
        .sum();
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
