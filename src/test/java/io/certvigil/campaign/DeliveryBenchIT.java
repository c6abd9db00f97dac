package io.certvigil.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.app.DaemonConfig;
import io.certvigil.app.DaemonProcess;
import io.certvigil.demo.simulator.RateLimits;
import io.certvigil.demo.simulator.SimulatedCertificate;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.SimulatedEstate;
import io.certvigil.demo.simulator.UniformEstate;
import io.certvigil.model.Source;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures how long 10,000 alerts take to reach one webhook receiver on loopback: {@code mvn -B
 * -Pbench verify}. For Certvigil the time starts with its first request to Cloudflare and includes
 * a database that is synced at each commit. For Alertmanager it starts with the first POST, of 64
 * alerts as Prometheus sends them, and includes no disk; it does not wait for groups ({@code
 * group_wait: 0s}).
 */
@EnabledIfSystemProperty(named = "certvigil.bench", matches = "true")
class DeliveryBenchIT {
  private static final int ALERTS = 10_000;
  private static final int ZONES = 50;
  private static final int BATCH = 64;
  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final Duration YEAR = Duration.ofDays(365);

  @TempDir Path folder;

  private final InstantSource clock = Clock.systemUTC();

  @Test
  void tenThousandAlerts_toOneReceiver() throws Exception {
    Campaign.print("%,d alerts to one webhook receiver".formatted(ALERTS));
    certvigil();
    alertmanager("Alertmanager, each alert by itself", "'...'");
    alertmanager("Alertmanager, all in one group", "alertname");
  }

  private void certvigil() throws Exception {
    var estate = UniformEstate.of(1, ZONES, 0, Campaign.SEED, clock.instant());
    var inbox = LossyInbox.keepingMessages();
    inbox.recover();
    try (var receiver = new LossyHttpReceiver(inbox, 200, "");
        var cloudflare = SimulatedCloudflare.start(estate, RateLimits.none(), Clock.systemUTC());
        var daemon = daemon(cloudflare, receiver)) {
      daemon.start();
      awaitNone(daemon, "SELECT count(*) FROM scope WHERE complete_at IS NULL");
      fill(estate);
      long before = cloudflare.requests();
      var sweep = Thread.ofVirtual().start(() -> sweep(daemon));
      await().atMost(TIMEOUT).until(() -> cloudflare.requests() > before);
      long begin = System.nanoTime();

      double first = awaitArrival(inbox, 1, DeliveryBenchIT::eventIds, begin);
      double sent = awaitArrival(inbox, ALERTS, DeliveryBenchIT::eventIds, begin);
      awaitNone(daemon, "SELECT count(*) FROM delivery WHERE closed_at IS NULL");
      double settled = seconds(begin);
      sweep.join();
      printResult("Certvigil: read, decided, stored, sent", sent, inbox.messages());
      Campaign.print(
          "  the first sent after %.1f s, the last acknowledgement stored after %.1f s"
              .formatted(first, settled));
    }
  }

  private DaemonProcess daemon(SimulatedCloudflare cloudflare, LossyHttpReceiver receiver) {
    var database = folder.resolve("certvigil.db");
    var config =
        DaemonConfig.yaml(
            "test",
            cloudflare,
            "20s",
            database,
            """
            watch: [ { credential: main, every: 24h } ]
            web: { listen: "127.0.0.1:0" }
            channels:
              ops-hook: { %s }
            """
                .formatted(DaemonConfig.channel(receiver.url())));
    return new DaemonProcess(folder, database, config);
  }

  private static void sweep(DaemonProcess daemon) {
    try {
      daemon.run("sweep");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Adds certificates, each past one rung. */
  private void fill(SimulatedEstate estate) {
    var end = clock.instant().plus(Duration.ofDays(10));
    var zones = estate.zones();
    for (int i = 0; i < ALERTS; i++) {
      estate.add(
          SimulatedCertificate.of(
              Source.CLIENT_CERTIFICATES,
              zones.get(i % ZONES).zone().id(),
              "%032x".formatted(0xdecafL + i),
              "device-" + i + ".example.com",
              end.minus(YEAR),
              end));
    }
  }

  private static void awaitNone(DaemonProcess daemon, String open) {
    await()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () ->
                daemon.database.number(open) == 0
                    && daemon.database.number("SELECT count(*) FROM scope") > 0);
  }

  private void alertmanager(String name, String groupBy) throws Exception {
    try (var alertmanager =
        new AlertmanagerProcess(name, folder.resolve(name.replaceAll("\\W+", "-")), groupBy)) {
      alertmanager.inbox.recover();
      alertmanager.start();
      alertmanager.awaitReady();
      long begin = System.nanoTime();
      for (int from = 0; from < ALERTS; from += BATCH) {
        assertThat(alertmanager.post(alerts(from, Math.min(ALERTS, from + BATCH)))).isTrue();
      }
      double posted = seconds(begin);
      double sent = awaitArrival(alertmanager.inbox, ALERTS, DeliveryBenchIT::devices, begin);
      printResult(name + ": posted, sent", sent, alertmanager.inbox.messages());
      Campaign.print("  it had accepted all after %.1f s".formatted(posted));
    }
  }

  private List<Map<String, Object>> alerts(int from, int to) {
    var alerts = new ArrayList<Map<String, Object>>();
    Instant now = clock.instant();
    for (int i = from; i < to; i++) {
      alerts.add(
          Map.of(
              "labels", Map.of("alertname", "CertificateExpires", "device", "device-" + i),
              "annotations", Map.of("summary", "device-" + i + ".example.com expires in 9 d 23 h"),
              "startsAt", now.toString(),
              "endsAt", now.plus(Duration.ofDays(1)).toString()));
    }
    return alerts;
  }

  private interface Reader {
    List<String> ids(JsonObject body);
  }

  private static List<String> eventIds(JsonObject body) {
    return body.getAsJsonObject("data").getAsJsonArray("events").asList().stream()
        .map(event -> event.getAsJsonObject().get("id").getAsString())
        .toList();
  }

  private static List<String> devices(JsonObject body) {
    return body.getAsJsonArray("alerts").asList().stream()
        .map(alert -> alert.getAsJsonObject().getAsJsonObject("labels"))
        .map(labels -> labels.get("device").getAsString())
        .toList();
  }

  /** Parses messages as they arrive, so that the cost of parsing is the same for both programs. */
  private static double awaitArrival(
      LossyInbox<RawMessage> inbox, int alerts, Reader reader, long begin) {
    var ids = new HashSet<String>();
    var read = new int[1];
    await()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              var messages = inbox.messages();
              for (; read[0] < messages.size(); read[0]++) {
                var text = messages.get(read[0]).text();
                ids.addAll(reader.ids(JsonParser.parseString(text).getAsJsonObject()));
              }
              return ids.size() >= alerts;
            });
    return seconds(begin);
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private static void printResult(String what, double seconds, List<RawMessage> messages) {
    Campaign.print(
        "%s after %.1f s, in %,d requests of %,d kB"
            .formatted(
                what,
                seconds,
                messages.size(),
                messages.stream().mapToLong(message -> message.text().length()).sum() / 1024));
  }
}
