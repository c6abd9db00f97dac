package io.certvigil.cli;

import io.certvigil.app.App;
import io.certvigil.app.Version;
import io.certvigil.config.Config;
import io.certvigil.config.ConfigInput;
import io.certvigil.demo.receiver.ReceiverBehaviour;
import io.certvigil.demo.receiver.WebhookReceiver;
import io.certvigil.demo.simulator.RateLimits;
import io.certvigil.demo.simulator.SimulatedCertificate;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.UniformEstate;
import io.certvigil.model.Secret;
import io.certvigil.model.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/**
 * A store that one sweep has filled, with two certificates whose alerts fire and one without an
 * alert, and a receiver.
 */
public final class CommandFixture implements AutoCloseable {
  private static final String SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

  private final SimulatedCloudflare cloudflare;
  private final WebhookReceiver receiver;
  private final Path config;

  /**
   * @param accepts whether the receiver accepts the notifications of the sweep
   */
  public CommandFixture(Path folder, boolean accepts) throws IOException {
    var clock = InstantSource.fixed(CommandRunner.TODAY);
    var estate = UniformEstate.of(1, 1, 0, 3, CommandRunner.TODAY);
    for (var source : Source.values()) {
      estate
          .list(source, estate.accounts().getFirst().id())
          .forEach(held -> estate.remove(held.id()));
    }
    var zone = estate.zones().getFirst().zone().id();
    estate.add(held(zone, "device-17.example.com", 5));
    estate.add(held(zone, "device-18.example.com", 20));
    estate.add(held(zone, "quiet.example.com", 300));
    cloudflare = SimulatedCloudflare.start(estate, RateLimits.none(), clock);
    receiver = WebhookReceiver.start(new Secret(SECRET), clock);
    if (!accepts) {
      receiver.replyWith(new ReceiverBehaviour.Status(503, null));
    }
    config = folder.resolve("certvigil.yml");
    Files.writeString(config, yaml(folder));
    run("sweep");
  }

  private String yaml(Path folder) {
    return """
    cloudflare:
      base_url: %s
      requests_per_5m: 60000
      credentials: { main: { api_token: "%s" } }
    watch: [ { credential: main, labels: { team: platform } } ]
    store: { url: "sqlite:%s" }
    channels:
      ops-hook: { type: webhook, url: "%s", secret: "%s" }
    web: { listen: "127.0.0.1:0" }
    """
        .formatted(
            cloudflare.baseUrl(),
            SimulatedCloudflare.TOKEN.reveal(),
            folder.resolve("certvigil.db"),
            receiver.url(),
            SECRET);
  }

  private static SimulatedCertificate held(String zone, String name, int days) {
    var end = CommandRunner.TODAY.plus(Duration.ofDays(days)).plus(Duration.ofHours(12));
    var id = "%032x".formatted(Integer.toUnsignedLong(name.hashCode()));
    var start = end.minus(Duration.ofDays(365));
    return SimulatedCertificate.of(Source.CLIENT_CERTIFICATES, zone, id, name, start, end);
  }

  /** Runs one command with the config of this fixture. */
  public CommandOutput run(String... words) {
    return new CommandRunner().env("SUDO_USER", "olga").config(config).run(words);
  }

  /** A daemon that runs until it is closed. */
  public App daemon() {
    var app = unstarted();
    app.start();
    return app;
  }

  /** One that has the store open, and does nothing. */
  public App unstarted() {
    var clock = InstantSource.fixed(CommandRunner.TODAY);
    var sources = ConfigInput.of(config, Map.of(), "host-1", "9.9.9");
    return new App(Config.load(sources), new Version("9.9.9", "abc123"), clock);
  }

  public void replyWith(ReceiverBehaviour how) {
    receiver.replyWith(how);
  }

  public int received() {
    return receiver.received().size();
  }

  @Override
  public void close() {
    receiver.close();
    cloudflare.close();
  }
}
