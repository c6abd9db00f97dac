package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.demo.simulator.SimulatedCertificate;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random changes of the config over an estate that lives on. The judge knows only what the
 * receivers accepted, which alerts fire and what the daemon says it has left open: nobody is told
 * twice, everybody in the config is told, and nothing stays open for ever.
 *
 * <p>{@code -Dcertvigil.changes=200 -Dcertvigil.changes.seed=N}
 */
class ReceiverChangesModelTest extends DaemonTestBase {
  private static final int RUNS = Integer.getInteger("certvigil.changes", 2);
  private static final long SEED = Long.getLong("certvigil.changes.seed", 1);
  private static final int STEPS = 14;
  private static final Duration LATER = Duration.ofMinutes(50);

  private RecordingReceiver receiver;
  private final List<SimulatedCertificate> live = new ArrayList<>();
  private final List<String> steps = new ArrayList<>();
  private int added;
  private String pagerName = "pager";
  private String pagerFormerly = "";
  private String hookName = "hook";
  private String key = "K1";
  private String path = "H1";
  private String routes = "[]";
  private String labels = "red";
  private String installation = "test";
  private String interval = "1h";

  @BeforeEach
  void start() throws IOException {
    receiver = new RecordingReceiver();
    write(true);
    daemon.restart();
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  static List<Long> seeds() {
    var seeds = new ArrayList<Long>();
    for (int run = 0; run < RUNS; run++) {
      seeds.add(SEED + run);
    }
    return seeds;
  }

  private void write(boolean withPager) throws IOException {
    var pager =
        "  %s: { type: pagerduty, url: \"%s\", routing_key: %s%s }\n"
            .formatted(
                pagerName,
                receiver.url("/pd"),
                RecordingReceiver.routingKey(key),
                pagerFormerly.isEmpty() ? "" : ", formerly: " + pagerFormerly);
    var hook = "  %s: { %s }\n".formatted(hookName, DaemonConfig.channel(receiver.url("/" + path)));
    daemon.write(
        installation,
        """
        watch: [ { credential: main, every: %s, labels: { team: %s } } ]
        channels:
        %s%sroutes: %s
        web: { listen: "127.0.0.1:0" }
        """
            .formatted(interval, labels, withPager ? pager : "", hook, routes(withPager)));
  }

  private String routes(boolean withPager) {
    return withPager ? routes : "[]";
  }

  private void reload() throws IOException {
    write(true);
    assertThat(daemon.app().reload()).as(steps.toString()).isEmpty();
  }

  private void restart() throws IOException {
    write(true);
    daemon.restart();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void receivers_knowWhatFires_onceAndToItsEnd(long seed) throws Exception {
    var random = new Random(seed);
    steps.add("seed " + seed);
    for (int step = 0; step < STEPS; step++) {
      step(random);
      daemon.sweepAfter(Duration.ofMinutes(random.nextInt(1, 20)));
    }
    List.of("K1", "K2", "K3", "H1", "H2", "H3").forEach(name -> receiver.down(name, false));
    routes = "[]";
    reload();
    settle();
    everybodyKnows();
    List.copyOf(live).forEach(this::end);
    settle();

    assertThat(toldTwice()).as(steps.toString()).isEmpty();
    assertThat(leftOpen()).as(steps.toString()).isEmpty();
  }

  private void settle() {
    for (int time = 0; time < 3; time++) {
      daemon.sweepAfter(LATER);
    }
  }

  private void step(Random random) throws IOException {
    int what = random.nextInt(14);
    steps.add(what + " " + key + " " + path);
    switch (what) {
      case 0, 1, 2 -> live.add(daemon.add(zone, "device-" + added++, 5));
      case 3 -> {
        if (!live.isEmpty()) {
          end(live.get(random.nextInt(live.size())));
        }
      }
      case 4 -> receiver.down(random.nextBoolean() ? key : path, random.nextBoolean());
      case 5 -> {
        pagerName = "pager-" + steps.size();
        pagerFormerly = "";
        reload();
      }
      case 6 -> {
        pagerFormerly = pagerName;
        pagerName = "pager-" + steps.size();
        key = "K" + random.nextInt(1, 4);
        reload();
      }
      case 7 -> {
        key = "K" + random.nextInt(1, 4);
        reload();
      }
      case 8 -> {
        path = "H" + random.nextInt(1, 4);
        reload();
      }
      case 9 -> {
        routes =
            random.nextBoolean()
                ? "[]"
                : "[ { match: { team: %s }, to: [ %s ] }, { match: {}, to: [] } ]"
                    .formatted(labels, random.nextBoolean() ? pagerName : hookName);
        reload();
        routes = "[]"; // it names channels, which later steps rename
      }
      case 10 -> {
        labels = labels.equals("red") ? "blue" : "red";
        interval = interval.equals("1h") ? "2h" : "1h";
        reload();
      }
      case 11 -> {
        installation = "test-" + random.nextInt(3);
        reload();
      }
      case 12 -> {
        if (random.nextBoolean()) {
          key = "K" + random.nextInt(1, 4);
        }
        restart();
      }
      default -> {
        pagerFormerly = "";
        write(false);
        daemon.app().reload(random.nextBoolean() ? "olga" : null);
        reload();
      }
    }
  }

  private void end(SimulatedCertificate held) {
    var now = clock.instant();
    live.remove(held);
    estate.change(held.id(), old -> old.withValidity(now, now.plus(Duration.ofDays(365))));
  }

  private void everybodyKnows() throws SQLException {
    var last = last();
    for (var alert : column("SELECT key FROM alert WHERE state = 'firing'")) {
      assertThat(last.keySet())
          .as("%s at %s", alert, steps)
          .anyMatch(
              thread ->
                  thread.startsWith(key)
                      && thread.endsWith(alert)
                      && last.getOrDefault(thread, false))
          .anyMatch(
              thread ->
                  thread.startsWith(path)
                      && thread.endsWith(alert)
                      && last.getOrDefault(thread, false));
    }
  }

  /** By receiver and thread, whether the last that was told is that it fires. */
  private Map<String, Boolean> last() {
    var last = new TreeMap<String, Boolean>();
    for (var one : receiver.told()) {
      if (!one.thread().contains("/evt_")) {
        last.put(one.receiver() + " " + one.thread(), one.fires());
      }
    }
    return last;
  }

  /** An event that a receiver was told again although its thread had not ended. */
  private List<RecordingReceiver.Told> toldTwice() {
    var seen = new HashMap<String, HashSet<String>>();
    var twice = new ArrayList<RecordingReceiver.Told>();
    for (var one : receiver.told()) {
      var events = seen.computeIfAbsent(one.receiver() + one.thread(), _ -> new HashSet<>());
      if (!one.fires()) {
        events.clear();
      } else if (!one.event().isEmpty() && !events.add(one.event())) {
        twice.add(one);
      }
    }
    return twice;
  }

  /**
   * Open at the receivers of the config, and incidents elsewhere that are not named as left open.
   */
  private List<String> leftOpen() throws SQLException {
    var named = String.join(" ", column("SELECT alert_key FROM told WHERE arrived = 1"));
    return last().entrySet().stream()
        .filter(Map.Entry::getValue)
        .map(Map.Entry::getKey)
        .filter(
            thread -> {
              var receiver = thread.substring(0, 2);
              boolean configured = receiver.equals(key) || receiver.equals(path);
              var alert = thread.substring(Math.max(2, thread.lastIndexOf('/'))).substring(1);
              boolean incident = receiver.startsWith("K");
              return configured || (incident && !named.contains(alert));
            })
        .toList();
  }
}
