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
 * What {@link KillIT} does to Certvigil's daemon, done to Debian's Alertmanager: figures beside
 * ours, no test of either. Three of them at once, killed at the same moments and told the same
 * alerts: each once, or again and again as Prometheus does, and that with the log of notifications
 * saved each second instead of each quarter of an hour.
 *
 * <p>{@code -Dcertvigil.alertmanager_kills=1000 -Dcertvigil.seed=N}
 */
class AlertmanagerKillIT {
  private static final Duration EACH = Duration.ofMillis(100);
  private static final Duration QUIET = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @TempDir Path folder;

  private final List<AlertmanagerProcess> peers = new ArrayList<>();
  private final List<AlertmanagerClient> heralds = new ArrayList<>();
  private int alerts;
  private int kills;
  private int seen;

  @Test
  void figures_howeverOftenItIsKilled() throws Exception {
    Campaign.want(Campaign.SPARES > 0, "certvigil.alertmanager_kills is 0");
    var random = Campaign.random("certvigil.alertmanager_kills", Campaign.SPARES);
    add("told once", Duration.ZERO);
    add("told each minute", Campaign.AGAIN);
    add("told each minute, saves each second", Campaign.AGAIN, "--data.maintenance-interval=1s");
    try {
      for (; kills < Campaign.SPARES && !Campaign.over(); kills++) {
        peers.forEach(AlertmanagerProcess::begin);
        live(random);
        for (var peer : peers) {
          peer.kill();
        }
      }
      drain();
      print();
      assertThat(heralds).allSatisfy(herald -> assertThat(herald.accepted()).isNotEmpty());
    } finally {
      heralds.forEach(AlertmanagerClient::close);
      peers.forEach(AlertmanagerProcess::close);
    }
  }

  private void add(String name, Duration again, String... flags) throws Exception {
    var peer =
        new AlertmanagerProcess(name, folder.resolve(name.replace(' ', '-')), "'...'", flags);
    peers.add(peer);
    heralds.add(new AlertmanagerClient(peer, again, Clock.systemUTC()));
  }

  /** One in five may die while it starts, the others at work. */
  private void live(Random random) throws InterruptedException {
    if (random.nextInt(5) > 0) {
      peers.forEach(AlertmanagerProcess::untilReady);
    }
    for (long left = random.nextInt(2_500); left > 0; left -= EACH.toMillis()) {
      var id = "device-" + alerts++;
      heralds.forEach(herald -> herald.alert(id));
      TimeUnit.MILLISECONDS.sleep(Math.min(left, EACH.toMillis()));
    }
  }

  /** Left alone until it has all been told and nothing more comes. */
  private void drain() {
    peers.forEach(peer -> peer.box.recover());
    peers.forEach(AlertmanagerProcess::begin);
    var quiet = Campaign.AGAIN.plus(QUIET);
    await("all is accepted")
        .atMost(PATIENCE)
        .until(() -> heralds.stream().allMatch(AlertmanagerClient::done));
    await("all are quiet")
        .during(quiet)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(this::news, news -> news == 0);
  }

  /** Alerts that arrived for the first time since this was asked last. */
  private int news() {
    int now = peers.stream().mapToInt(peer -> bodies(peer).size()).sum();
    int news = now - seen;
    seen = now;
    return news;
  }

  private static Map<String, List<String>> bodies(AlertmanagerProcess peer) {
    var bodies = new HashMap<String, List<String>>();
    for (var letter : peer.box.letters()) {
      for (var alert :
          JsonParser.parseString(letter.text()).getAsJsonObject().getAsJsonArray("alerts")) {
        var device = alert.getAsJsonObject().getAsJsonObject("labels").get("device").getAsString();
        bodies.computeIfAbsent(device, _ -> new ArrayList<>()).add(letter.text());
      }
    }
    return bodies;
  }

  private void print() {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("Alertmanager", "accepted", "arrived", "lost", "copies", "different"));
    for (int at = 0; at < peers.size(); at++) {
      rows.add(row(peers.get(at).name, bodies(peers.get(at)), heralds.get(at).accepted()));
    }
    Campaign.say("%d kills, told again after %d s".formatted(kills, Campaign.AGAIN.toSeconds()));
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
