package io.certvigil.app;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.certvigil.config.Config;
import io.certvigil.demo.FreePort;
import io.certvigil.demo.receiver.WebhookReceiver;
import io.certvigil.demo.simulator.ApiToken;
import io.certvigil.demo.simulator.RateLimits;
import io.certvigil.demo.simulator.SimulatedCertificate;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.SimulatedEstate;
import io.certvigil.model.Source;
import io.certvigil.store.Store;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A realistic simulated Cloudflare and one daemon for each mode of {@code metrics.certificates}, in
 * this process and in real time, on ports that are known before the start. Each has a working
 * channel, an Alertmanager, a channel without a server, and a heartbeat.
 */
public final class DaemonsByMetricsMode implements AutoCloseable {
  /** The modes of {@code metrics.certificates}. */
  public static final List<String> MODES = List.of("none", "expiring", "all");

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** More than the time after which a denial that is repeated counts as proven. */
  private static final Duration DENIAL = Duration.ofMinutes(11);

  /** How far the daemons' clock is behind this machine's, until {@link #change}. */
  private volatile Duration behind = DENIAL;

  public final InstantSource clock = () -> Instant.now().minus(behind);
  public final SimulatedEstate estate = SimulatedEstate.sample(5, clock.instant());
  private final SimulatedCloudflare cloudflare =
      SimulatedCloudflare.start(estate, new RateLimits(100_000, false), clock);
  private final WebhookReceiver receiver = WebhookReceiver.start(DaemonProcess.HOOK_SECRET, clock);
  private final HttpServer acceptingServer;
  private final Path folder;
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private final Map<String, Config> configs = new LinkedHashMap<>();
  private final Map<String, App> apps = new LinkedHashMap<>();

  /** Starts Cloudflare and the receivers; the daemons are not started yet. */
  public DaemonsByMetricsMode(Path folder) throws IOException {
    this.folder = folder;
    cloudflare.addToken(
        SimulatedCloudflare.TOKEN,
        ApiToken.ofUser().withExpiry(clock.instant().plus(Duration.ofDays(90))));
    acceptingServer =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    acceptingServer.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    acceptingServer.start();
    var zone = estate.zones().getFirst().zone().id();
    var revoked =
        InProcessDaemon.certificate(Source.CLIENT_CERTIFICATES, zone, "gone", 2, clock.instant());
    estate.add(revoked.withStatus(SimulatedCertificate.REVOKED, null));
    for (var mode : MODES) {
      ports.put(mode, FreePort.any());
    }
    for (var mode : MODES) {
      configs.put(mode, config(mode));
    }
  }

  private Config config(String mode) throws IOException {
    var yaml = folder.resolve(mode + ".yml");
    Files.writeString(
        yaml,
        DaemonConfig.yaml(
            mode,
            cloudflare,
            "20s",
            folder.resolve(mode + ".db"),
            """
            watch: [ { credential: main, every: 1h, labels: { team: platform } } ]
            channels:
              hook: { %1$s }
              am: { type: alertmanager, urls: [ "%2$s" ] }
              deaf: { %3$s }
            web: { listen: "%4$s" }
            heartbeat: { url: "%2$s", every: 1m }
            metrics: { certificates: %5$s }
            """
                .formatted(
                    DaemonConfig.channel(receiver),
                    "http://127.0.0.1:" + acceptingServer.getAddress().getPort(),
                    DaemonConfig.channel("http://127.0.0.1:" + FreePort.any() + "/"),
                    address(mode),
                    mode)));
    return DaemonConfig.load(yaml, clock);
  }

  private Config configured(String mode) {
    return Objects.requireNonNull(configs.get(mode), mode);
  }

  /** Host and port of the daemon in this mode. */
  public String address(String mode) {
    return "127.0.0.1:" + ports.get(mode);
  }

  /** Starts the daemons; their first sweep is complete when this returns. */
  public void start() {
    for (var mode : MODES) {
      var app = new App(configured(mode), new Version("1.2.3", "test"), clock);
      apps.put(mode, app);
      app.start();
    }
    sweep();
  }

  /** Every daemon sweeps once more and runs the minute's tasks. */
  public void sweep() {
    var asked = new ArrayList<Runnable>();
    configs.forEach(
        (mode, config) -> {
          try (var store = Store.openForCommand(config.store())) {
            long request = store.requests().requestSweep("olga", clock.instant());
            asked.add(() -> done(config, request));
          }
        });
    asked.forEach(Runnable::run);
    apps.values().forEach(App::runMinute);
  }

  private static void done(Config config, long request) {
    try (var store = Store.openForCommand(config.store())) {
      await().atMost(PATIENCE).until(() -> store.requests().summary(request).isPresent());
    }
  }

  /**
   * Adds a certificate that expires soon, renews one, and denies access to two lists. The denials
   * are seen once when this returns, and long enough ago that the next sweep proves them.
   */
  public void change() {
    var zone = estate.zones().getFirst().zone().id();
    var now = clock.instant();
    estate.add(
        InProcessDaemon.certificate(
            Source.CLIENT_CERTIFICATES, zone, "late-comer.example.com", 5, now));
    var old = estate.list(Source.CLIENT_CERTIFICATES, zone).getLast();
    estate.renew(old.id(), now, now.plus(Duration.ofDays(700)));
    estate.deny(Source.SERVICE_TOKENS, estate.accounts().getFirst().id());
    estate.deny(Source.CUSTOM_TRUST_STORE, zone);
    sweep();
    behind = Duration.ZERO;
  }

  /** The number of firing alerts by severity, from the store of this mode. */
  public Map<String, Long> firing(String mode) {
    try (var store = Store.openForCommand(configured(mode).store())) {
      return store.inventory().alerts(false, clock.instant()).stream()
          .map(view -> view.alert().severity().word())
          .collect(Collectors.groupingBy(word -> word, TreeMap::new, Collectors.counting()));
    }
  }

  /** The ids of the certificates with a firing alert. */
  public Set<String> alerted(String mode) {
    try (var store = Store.openForCommand(configured(mode).store())) {
      return store.inventory().alerts(false, clock.instant()).stream()
          .map(view -> view.alert().subject().certificate())
          .collect(Collectors.toSet());
    }
  }

  @Override
  public void close() {
    apps.values().forEach(App::close);
    acceptingServer.stop(0);
    receiver.close();
    cloudflare.close();
  }
}
