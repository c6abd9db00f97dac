package io.certvigil.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@link KillIT} does to Certvigil's daemon, done to Debian's Alertmanager: figures for
 * comparison, not a test. Three Alertmanagers run at the same time, are killed at the same moments
 * and get the same alerts: each alert once, or repeatedly as Prometheus does, or repeatedly with
 * the notification log saved each second instead of every 15 minutes.
 *
 * <p>{@code -Dcertvigil.alertmanager_kills=1000 -Dcertvigil.seed=N}
 */
class AlertmanagerKillIT {
  private static final Duration ALERT_INTERVAL = Duration.ofMillis(100);
  private static final Duration QUIET_TIME = Duration.ofSeconds(10);
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  @TempDir Path folder;

  private final List<AlertmanagerProcess> alertmanagers = new ArrayList<>();
  private final List<AlertmanagerClient> clients = new ArrayList<>();
  private int alerts;
  private int kills;
  private int seen;

  @Test
  void figures_afterManyKills() throws Exception {
    Campaign.skipUnless(Campaign.ALERTMANAGER_KILLS > 0, "certvigil.alertmanager_kills is 0");
    var random = Campaign.random("certvigil.alertmanager_kills", Campaign.ALERTMANAGER_KILLS);
    add("sent once", Duration.ZERO);
    add("sent each minute", Campaign.REPEAT_INTERVAL);
    add(
        "sent each minute, saves each second",
        Campaign.REPEAT_INTERVAL,
        "--data.maintenance-interval=1s");
    try {
      for (; kills < Campaign.ALERTMANAGER_KILLS && !Campaign.isTimeUp(); kills++) {
        alertmanagers.forEach(AlertmanagerProcess::start);
        raiseAlerts(random);
        for (var alertmanager : alertmanagers) {
          alertmanager.kill();
        }
      }
      drain();
      print();
      assertThat(clients).allSatisfy(client -> assertThat(client.accepted()).isNotEmpty());
    } finally {
      clients.forEach(AlertmanagerClient::close);
      alertmanagers.forEach(AlertmanagerProcess::close);
    }
  }

  private void add(String name, Duration again, String... flags) throws Exception {
    var alertmanager =
        new AlertmanagerProcess(name, folder.resolve(name.replace(' ', '-')), "'...'", flags);
    alertmanagers.add(alertmanager);
    clients.add(new AlertmanagerClient(alertmanager, again, Clock.systemUTC()));
  }

  /** One kill in five may hit the start, the others a running process. */
  private void raiseAlerts(Random random) throws InterruptedException {
    if (random.nextInt(5) > 0) {
      alertmanagers.forEach(AlertmanagerProcess::awaitReady);
    }
    for (long left = random.nextInt(2_500); left > 0; left -= ALERT_INTERVAL.toMillis()) {
      var id = "device-" + alerts++;
      clients.forEach(client -> client.alert(id));
      TimeUnit.MILLISECONDS.sleep(Math.min(left, ALERT_INTERVAL.toMillis()));
    }
  }

  /** Runs without kills until every alert is accepted and no new message arrives. */
  private void drain() {
    alertmanagers.forEach(alertmanager -> alertmanager.inbox.recover());
    alertmanagers.forEach(AlertmanagerProcess::start);
    var quiet = Campaign.REPEAT_INTERVAL.plus(QUIET_TIME);
    await("all alerts are accepted")
        .atMost(TIMEOUT)
        .until(() -> clients.stream().allMatch(AlertmanagerClient::allAccepted));
    await("no new alert arrives")
        .during(quiet)
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofSeconds(1))
        .until(this::newArrivals, news -> news == 0);
  }

  /** The number of alerts that arrived for the first time since the last call. */
  private int newArrivals() {
    int now = alertmanagers.stream().mapToInt(alertmanager -> bodies(alertmanager).size()).sum();
    int news = now - seen;
    seen = now;
    return news;
  }

  private static Map<String, List<String>> bodies(AlertmanagerProcess alertmanager) {
    var bodies = new HashMap<String, List<String>>();
    for (var message : alertmanager.inbox.messages()) {
      for (var alert :
          JsonParser.parseString(message.text()).getAsJsonObject().getAsJsonArray("alerts")) {
        var device = alert.getAsJsonObject().getAsJsonObject("labels").get("device").getAsString();
        bodies.computeIfAbsent(device, _ -> new ArrayList<>()).add(message.text());
      }
    }
    return bodies;
  }

  private void print() {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("Alertmanager", "accepted", "arrived", "lost", "copies", "different"));
    for (int at = 0; at < alertmanagers.size(); at++) {
      rows.add(
          row(
              alertmanagers.get(at).name,
              bodies(alertmanagers.get(at)),
              clients.get(at).accepted()));
    }
    Campaign.print(
        "%d kills, sent again after %d s".formatted(kills, Campaign.REPEAT_INTERVAL.toSeconds()));
    Campaign.table(rows);
  }

  private static List<String> row(
      String name, Map<String, List<String>> bodies, Set<String> accepted) {
    long lost = accepted.stream().filter(id -> !bodies.containsKey(id)).count();
    long copies = bodies.values().stream().mapToLong(same -> same.size() - 1).sum();
    long different =
        bodies.values().stream().filter(same -> same.stream().distinct().count() > 1).count();
    return List.of(
        name, "" + accepted.size(), "" + bodies.size(), "" + lost, "" + copies, "" + different);
  }
}
