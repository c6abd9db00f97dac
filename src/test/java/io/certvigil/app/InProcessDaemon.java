package io.certvigil.app;

import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.config.Config;
import io.certvigil.demo.receiver.WebhookReceiver;
import io.certvigil.demo.simulator.InjectedFaults;
import io.certvigil.demo.simulator.RateLimits;
import io.certvigil.demo.simulator.SimulatedCertificate;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.SimulatedEstate;
import io.certvigil.model.Source;
import io.certvigil.store.Store;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.CertificateView;
import io.certvigil.sweep.SweepProgressListener;
import io.certvigil.sweep.SweepSummary;
import io.certvigil.systemd.SystemdNotifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The whole daemon in this process, with a simulated Cloudflare, a receiver and a clock that the
 * test sets. Queries and requests go through the store, as those of a command do.
 */
final class InProcessDaemon implements AutoCloseable {
  private static final Version VERSION = new Version("1.2.3", "test");
  private static final Duration WORST = Duration.ofMinutes(2);

  final ManualClock clock;
  final SimulatedEstate estate;
  final InjectedFaults faults = new InjectedFaults();
  final SimulatedCloudflare cloudflare;
  final WebhookReceiver receiver;
  final DaemonDatabase database;
  private final SystemdNotifier systemd;
  private final Path yaml;
  private App app;

  /** Of the machine on which the next daemon starts. */
  @Nullable String host;

  private final io.certvigil.store.StoreSettings storeSettings;

  /** Not started yet; no sweep has run. */
  InProcessDaemon(Path folder, ManualClock clock, SimulatedEstate estate) throws IOException {
    this(folder, clock, estate, SystemdNotifier.NONE);
  }

  /** The same with a service manager that is notified. */
  InProcessDaemon(Path folder, ManualClock clock, SimulatedEstate estate, SystemdNotifier systemd)
      throws IOException {
    this.systemd = systemd;
    this.clock = clock;
    this.estate = estate;
    cloudflare = SimulatedCloudflare.start(estate, RateLimits.none(), clock, faults);
    receiver = WebhookReceiver.start(DaemonProcess.HOOK_SECRET, clock);
    database = new DaemonDatabase(folder.resolve("certvigil.db"));
    yaml = folder.resolve("certvigil.yml");
    writeConfig();
    storeSettings = read().store();
    app = new App(read(), this::read, VERSION, clock, clock::nanos, systemd, host);
  }

  /** With an empty estate: it has only the certificates that the test adds. */
  static InProcessDaemon ofZones(Path folder, ManualClock clock, SimulatedEstate estate)
      throws IOException {
    for (var source : Source.values()) {
      for (var account : estate.accounts()) {
        estate.list(source, account.id()).forEach(held -> estate.remove(held.id()));
      }
    }
    return new InProcessDaemon(folder, clock, estate);
  }

  private void writeConfig() throws IOException {
    write(
        "test",
        """
        watch: [ { credential: main, every: 1h } ]
        channels:
          ops-hook: { %s }
        web: { listen: "127.0.0.1:0" }
        metrics: { certificates: all }
        """
            .formatted(DaemonConfig.channel(receiver)));
  }

  /** Writes another config with its database and this Cloudflare, without notifying the daemon. */
  void write(String installation, String others) throws IOException {
    Files.writeString(
        yaml, DaemonConfig.yaml(installation, cloudflare, "2s", database.file(), others));
  }

  /** The config as its file is now. */
  Config read() {
    return DaemonConfig.load(yaml, clock);
  }

  /** Changes the config file without notifying the daemon. */
  void edit(String words, String others) {
    try {
      var text = Files.readString(yaml);
      if (!text.contains(words)) {
        throw new IllegalArgumentException("not in the config: " + words);
      }
      Files.writeString(yaml, text.replace(words, others));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A certificate that expires in so many and a half days: half a day crosses no alert step. */
  static SimulatedCertificate certificate(
      Source source, String owner, String name, int days, Instant now) {
    var end = now.plus(Duration.ofDays(days)).plus(Duration.ofHours(12));
    var id = "%032x".formatted(Integer.toUnsignedLong((source + owner + name).hashCode()));
    return SimulatedCertificate.of(source, owner, id, name, end.minus(Duration.ofDays(365)), end);
  }

  App app() {
    return app;
  }

  /** One more client certificate of this zone, as {@link #certificate} makes it. */
  SimulatedCertificate add(String zone, String name, int days) {
    var held = certificate(Source.CLIENT_CERTIFICATES, zone, name, days, clock.instant());
    estate.add(held);
    return held;
  }

  /** Advances the clock, runs the minute's tasks and sweeps. */
  void sweepAfter(Duration time) {
    clock.advance(time);
    app.runMinute();
    sweep();
  }

  /** Sweeps in this thread and delivers; for a daemon that is not started. */
  SweepSummary sweep() {
    return app.sweepOnce(SweepProgressListener.NONE);
  }

  /** Requests a sweep from the started daemon and waits until it is complete. */
  void sweepByDaemon() {
    try (var store = Store.openForCommand(storeSettings)) {
      long request = store.requests().requestSweep("olga", clock.instant());
      await().atMost(WORST).until(() -> store.requests().summary(request).isPresent());
    }
  }

  /** Requests a sweep from the started daemon. */
  void askForSweep() {
    try (var store = Store.openForCommand(storeSettings)) {
      store.requests().requestSweep("olga", clock.instant());
    }
  }

  /** Closes the daemon and opens a new one on the same store. */
  void restart() {
    restart(() -> {});
  }

  /** The same; in between something happens to its files. */
  void restart(Runnable between) {
    app.close();
    between.run();
    app = new App(read(), this::read, VERSION, clock, clock::nanos, systemd, host);
  }

  /** Every present certificate by its key. */
  Map<String, CertificateView> certificates() {
    var all = new TreeMap<String, CertificateView>();
    try (var store = Store.openForCommand(storeSettings)) {
      store
          .inventory()
          .list(CertificateFilter.ALL, clock.instant(), view -> all.put(view.key(), view));
    }
    return all;
  }

  Set<String> firing() {
    try (var store = Store.openForCommand(storeSettings)) {
      return store.inventory().alerts(false, clock.instant()).stream()
          .map(view -> view.alert().id().key())
          .collect(Collectors.toSet());
    }
  }

  /** Acknowledges an alert, as the command does. */
  void ack(String alertKey) {
    try (var store = Store.openForCommand(storeSettings)) {
      store.alerts().ack(alertKey, "olga", clock.instant());
    }
  }

  /** The number of lists whose last reading was not complete. */
  long incompleteLists() {
    try (var store = Store.openForCommand(storeSettings)) {
      return store.scopes().health().stream().filter(health -> health.fault() != null).count();
    }
  }

  /** The types of all events in the order of their decision. */
  List<String> types() throws SQLException {
    return database.column("SELECT type FROM event ORDER BY position");
  }

  /** All events that the receiver has received, duplicates included, in order of arrival. */
  List<JsonObject> deliveredEvents() {
    return receiver.received().stream()
        .flatMap(message -> events(message.text()).stream())
        .toList();
  }

  /** The same as type and, if there is one, reason. */
  List<String> deliveredLines() {
    return deliveredEvents().stream().map(InProcessDaemon::line).toList();
  }

  private static String line(JsonObject event) {
    var reason = event.getAsJsonObject("alert").get("reason");
    return event.get("type").getAsString()
        + (reason == null || reason.isJsonNull() ? "" : " " + reason.getAsString());
  }

  private static List<JsonObject> events(String body) {
    return JsonParser.parseString(body)
        .getAsJsonObject()
        .getAsJsonObject("data")
        .getAsJsonArray("events")
        .asList()
        .stream()
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  /** The metrics page of the started daemon. */
  ExpositionText metrics() throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(app.webUri().resolve("/metrics")).build();
      return ExpositionText.of(client.send(request, BodyHandlers.ofString()).body());
    }
  }

  @Override
  public void close() {
    app.close();
    receiver.close();
    cloudflare.close();
  }
}
