package io.certvigil.demo;

import io.certvigil.demo.receiver.WebhookReceiver;
import io.certvigil.demo.simulator.MessageDigests;
import io.certvigil.demo.simulator.RateLimits;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.SimulatedEstate;
import io.certvigil.model.Secret;
import java.net.URI;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that the demo runs beside the daemon: a simulated Cloudflare with a sample estate, a
 * webhook receiver, and a scenario, which {@link #startScenario} starts.
 */
public final class Simulation implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Simulation.class);

  private final SimulatedCloudflare cloudflare;
  private final WebhookReceiver receiver;
  private final Scenario scenario;
  private final InstantSource clock;
  private final Secret webhookSecret;
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("demo-scenario").factory());

  /**
   * Starts both servers; they listen when this returns.
   *
   * @param out gets one line for each thing that happens and for each event that is received
   */
  public Simulation(long seed, InstantSource clock, Appendable out) {
    var narrator = new Narrator(out, clock);
    this.clock = clock;
    webhookSecret = secret(seed);
    var estate = SimulatedEstate.sample(seed, clock.instant());
    scenario = new Scenario(estate, clock.instant(), narrator::print);
    cloudflare = SimulatedCloudflare.start(estate, RateLimits.real(), clock);
    receiver = WebhookReceiver.start(webhookSecret, clock, 0, narrator::print);
  }

  /** Starts the scenario; it advances every second. */
  public void startScenario() {
    var _ = ticker.scheduleAtFixedRate(this::tick, 0, 1, TimeUnit.SECONDS);
  }

  /** An exception that leaves the task would cancel all later runs. */
  private void tick() {
    try {
      scenario.tick(clock.instant());
    } catch (RuntimeException e) {
      log.atWarn().setCause(e).log("demo scenario failed; retrying every second");
    }
  }

  /** The value for {@code cloudflare.base_url}. */
  public URI baseUrl() {
    return cloudflare.baseUrl();
  }

  /** The API token for it. */
  public Secret token() {
    return SimulatedCloudflare.TOKEN;
  }

  /** The {@code url} of a webhook channel. */
  public URI receiverUrl() {
    return receiver.url();
  }

  /** The {@code secret} of a webhook channel. */
  public Secret webhookSecret() {
    return webhookSecret;
  }

  private static Secret secret(long seed) {
    var key = MessageDigests.sha256("webhook secret of " + seed);
    return new Secret("whsec_" + Base64.getEncoder().encodeToString(key));
  }

  @Override
  public void close() {
    ticker.shutdownNow();
    try (cloudflare) {
      receiver.close();
    }
  }
}
