package io.certvigil.upgrade;

import static io.certvigil.model.Source.CLIENT_CERTIFICATES;

import io.certvigil.app.SteppedDaemon;
import io.certvigil.demo.simulator.SimulatedCertificate;
import io.certvigil.demo.simulator.SimulatedEstate;
import io.certvigil.model.Source;
import io.certvigil.store.Store;
import io.certvigil.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * Recorded the store of version 0.1 and the output of its commands, by running an in-process daemon
 * for twelve simulated days. It was run once, with version 0.1, and is kept as documentation of the
 * recorded files; it overwrites nothing.
 */
final class Version01Maker {
  static final Instant START = Instant.parse("2026-11-02T07:30:00Z");
  static final String STORE = "store.sqlite.gz";

  /** The command whose output each recorded file contains. */
  static final Map<String, List<String>> OUTPUTS =
      Map.of(
          "list.json", List.of("list", "--output", "json"),
          "alerts.json", List.of("alerts", "--output", "json"),
          "outbox.json", List.of("outbox", "list", "--limit", "0", "--output", "json"),
          "silences.json", List.of("silence", "list", "--expired", "--output", "json"),
          "changes.json", List.of("diff", "--from", "2026-11-01", "--output", "json"));

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final int KEPT = 3;

  private final SimulatedEstate estate;
  private final Installation site;

  private Version01Maker(Path folder) throws IOException {
    estate = estate();
    site = new Installation(folder, START, estate);
  }

  /**
   * Makes the resource.
   *
   * @param arguments the folder to write the resource to
   */
  public static void main(String[] arguments) throws IOException, SQLException {
    var target = Path.of(arguments[0]);
    if (Files.exists(target.resolve(STORE))) {
      throw new IllegalStateException(target + " already has a store, which must not be replaced");
    }
    var maker = new Version01Maker(Files.createTempDirectory("version-0.1"));
    try (var site = maker.site) {
      maker.recordTwelveDays();
      checkpoint(site.store());
      try (var out = new GZIPOutputStream(Files.newOutputStream(target.resolve(STORE)))) {
        Files.copy(site.store(), out);
      }
      for (var output : OUTPUTS.entrySet()) {
        var printed = site.run(output.getValue().toArray(String[]::new));
        Files.writeString(target.resolve(output.getKey()), printed);
      }
      Files.writeString(target.resolve("now"), site.clock.instant() + "\n");
    }
  }

  /**
   * A sample estate with every kind of list and few client certificates, so that the recorded store
   * is small.
   */
  static SimulatedEstate estate() {
    var estate = SimulatedEstate.sample(41, START);
    for (var zone : estate.zones()) {
      var list = new ArrayList<>(estate.list(CLIENT_CERTIFICATES, zone.zone().id()));
      if (!zone.zone().name().equals("acme-partners.example")) {
        list.stream().skip(KEPT).forEach(certificate -> estate.remove(certificate.id()));
      }
      if (zone.zone().name().equals("northwind-depots.example")) {
        estate.add(client(zone.zone().id(), "turnstile", 9, START));
        estate.add(client(zone.zone().id(), "lift", 11, START));
        estate.add(client(zone.zone().id(), "scales", 200, START));
        estate.add(client(zone.zone().id(), "barrier", 20, START));
        estate.add(client(zone.zone().id(), "camera", 25, START));
      }
    }
    return estate;
  }

  private static SimulatedCertificate client(String zone, String name, int days, Instant now) {
    var end = now.plus(Duration.ofDays(days)).plus(Duration.ofHours(12));
    var id = "%032x".formatted(Integer.toUnsignedLong(name.hashCode()));
    var full = name + ".northwind-depots.example";
    return SimulatedCertificate.of(
        CLIENT_CERTIFICATES, zone, id, full, end.minus(Duration.ofDays(365)), end);
  }

  /** The changes to certificates and lists on the second day. */
  static void change(SimulatedEstate estate) {
    var now = START.plus(DAY);
    estate.renew(named(estate, "barrier"), now, now.plus(Duration.ofDays(365)));
    estate.remove(named(estate, "camera"));
    estate.remove(named(estate, "scales"));
    estate.change(
        named(estate, "dispatch-001"),
        certificate -> certificate.withStatus(SimulatedCertificate.REVOKED, null));
    var zone = estate.find(named(estate, "lift")).orElseThrow().ownerId();
    estate.add(client(zone, "newcomer", 13, now));
    estate.deny(Source.GATEWAY_CERTIFICATES, estate.accounts().getLast().id());
    estate.deny(Source.ORIGIN_PULL_HOSTNAMES, zone);
  }

  private static String named(SimulatedEstate estate, String prefix) {
    return estate.zones().stream()
        .flatMap(zone -> estate.list(CLIENT_CERTIFICATES, zone.zone().id()).stream())
        .filter(certificate -> certificate.name().startsWith(prefix + "."))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private void recordTwelveDays() {
    try (var daemon = site.daemon()) {
      daemon.sweep();
      step(daemon, HOUR);
      site.run("ack", "lift", "--author", "olga");
      site.run(
          "silence",
          "add",
          "zone=acme-ledger.example",
          "--duration",
          "12h",
          "--comment",
          "moving",
          "--author",
          "olga");
      step(daemon, DAY.minus(HOUR));
      change(estate);
      step(daemon, HOUR);
      step(daemon, HOUR);
      site.run(
          "silence",
          "add",
          "source=service_tokens",
          "zone=acme-*",
          "--duration",
          "60d",
          "--comment",
          "rotation is automated",
          "--author",
          "piet");
      site.run(
          "silence",
          "add",
          "name=turnstile*",
          "label.team=platform",
          "--duration",
          "60d",
          "--comment",
          "to be replaced",
          "--author",
          "piet");
      step(daemon, DAY.multipliedBy(3));
      step(daemon, DAY.multipliedBy(4));
      site.run("ack", "newcomer", "--author", "olga");
      site.receiversDown();
      step(daemon, DAY.multipliedBy(2));
      step(daemon, HOUR.multipliedBy(3));
    }
    try (var store = Store.openForCommand(new StoreSettings(site.store(), DAY, DAY))) {
      store
          .requests()
          .markFinished(store.requests().requestSweep("olga", START), "swept", START.plus(HOUR));
      store.requests().requestSweep("olga", site.clock.instant());
    }
  }

  private void step(SteppedDaemon daemon, Duration time) {
    site.clock.advance(time);
    daemon.sweep();
    daemon.minute();
    site.clock.advance(Duration.ofMinutes(20));
    daemon.sweep();
  }

  private static void checkpoint(Path store) throws SQLException {
    try (var database = DriverManager.getConnection("jdbc:sqlite:" + store);
        var statement = database.createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
      statement.execute("VACUUM");
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
  }
}
