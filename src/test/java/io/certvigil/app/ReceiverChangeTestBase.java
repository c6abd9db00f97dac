package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.demo.simulator.SimulatedCertificate;
import io.certvigil.policy.Matcher;
import io.certvigil.policy.Silence;
import io.certvigil.store.Silences;
import io.certvigil.store.Store;
import io.certvigil.store.receiver.WaitingChannel;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A daemon with a pager whose config changes in each state of an alert. */
abstract class ReceiverChangeTestBase extends DaemonTestBase {
  static final Duration LATER = Duration.ofMinutes(50);
  RecordingReceiver receiver;
  final Map<String, String> channels = new LinkedHashMap<>();
  String routes = "[]";
  String installation = "test";
  String labels = "{ team: red }";
  @Nullable SimulatedCertificate certificate;

  /** What has become of the alert when the config changes. */
  enum State {
    WAITING,
    UNCOMPOSED,
    TOLD,
    END_WAITS,
    ENDED,
    SILENCED
  }

  /** The changes of the channel {@code pager}, whose receiver is K1. */
  enum Change {
    NONE,
    RENAMED_FORMERLY,
    RENAMED,
    OTHER_KEY,
    OTHER_KEY_AT_A_START,
    RENAMED_WITH_OTHER_KEY,
    OTHER_ROUTE,
    OTHER_LABEL,
    OTHER_INSTALLATION,
    REMOVED,
    AWAY_FOR_A_WHILE,
    SECOND_NAME
  }

  @BeforeEach
  void configure() throws IOException {
    receiver = new RecordingReceiver();
    channels.put("pager", pager("K1"));
    channels.put("other", hook("H1"));
    routes = "[ { match: {}, to: [pager] } ]";
    write();
    daemon.restart();
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  String pager(String key) {
    return "type: pagerduty, url: \"%s\", routing_key: %s, min_severity: info"
        .formatted(receiver.url("/pd"), RecordingReceiver.routingKey(key));
  }

  String hook(String path) {
    return DaemonConfig.channel(receiver.url("/" + path));
  }

  void write() throws IOException {
    var text = new StringBuilder("channels:\n");
    channels.forEach(
        (name, one) -> text.append("  ").append(name).append(": { ").append(one).append(" }\n"));
    daemon.write(
        installation,
        "watch: [ { credential: main, every: 1h, labels: %s } ]\n%sroutes: %s\nweb: { listen: \"127.0.0.1:0\" }\n"
            .formatted(labels, text, routes));
  }

  List<String> reload(@Nullable String discardedBy) throws IOException {
    write();
    return daemon.app().reload(discardedBy);
  }

  void reach(State state) throws IOException {
    switch (state) {
      case WAITING -> {
        receiver.down("K1", true);
        fire();
      }
      case UNCOMPOSED -> {
        certificate = daemon.add(zone, "device", 60);
        daemon.sweep();
        clock.advance(Duration.ofHours(13)); // crosses the step of 60 days
        daemon.app().runMinute();
      }
      case TOLD -> fire();
      case END_WAITS -> {
        fire();
        receiver.down("K1", true);
        end();
      }
      case ENDED -> {
        fire();
        end();
      }
      case SILENCED -> {
        silence();
        fire();
      }
    }
  }

  void fire() {
    certificate = daemon.add(zone, "device", 5);
    daemon.sweep();
  }

  void silence() {
    var now = clock.instant();
    try (var store = Store.openForCommand(daemon.read().store())) {
      var id = Silences.id("", Matcher.ALL, "olga", now);
      store
          .silences()
          .add(
              new Silence(
                  id, "", Matcher.ALL, now, now.plus(Duration.ofDays(1)), "olga", "works", now));
    }
  }

  void end() {
    var now = clock.instant();
    estate.change(
        Objects.requireNonNull(certificate).id(),
        held -> held.withValidity(now, now.plus(Duration.ofDays(365))));
    daemon.sweepAfter(Duration.ofMinutes(1));
  }

  void change(Change change) throws IOException {
    switch (change) {
      case NONE -> {}
      case RENAMED_FORMERLY -> rename("night", pager("K1") + ", formerly: pager");
      case RENAMED -> rename("night", pager("K1"));
      case RENAMED_WITH_OTHER_KEY -> rename("night", pager("K2") + ", formerly: pager");
      case OTHER_KEY, OTHER_KEY_AT_A_START -> channels.put("pager", pager("K2"));
      case OTHER_ROUTE ->
          routes = "[ { match: { team: blue }, to: [pager] }, { match: {}, to: [] } ]";
      case OTHER_LABEL -> {
        routes = "[ { match: { team: red }, to: [pager] }, { match: {}, to: [] } ]";
        assertThat(reload(null)).isEmpty();
        labels = "{ team: blue }";
      }
      case OTHER_INSTALLATION -> installation = "renamed";
      case REMOVED -> {
        channels.remove("pager");
        routes = "[ { match: {}, to: [] } ]";
      }
      case AWAY_FOR_A_WHILE -> {
        away();
        return;
      }
      case SECOND_NAME -> {
        channels.put("second", pager("K1"));
        routes = "[ { match: {}, to: [second], continue: true }, { match: {}, to: [pager] } ]";
      }
    }
    if (change == Change.OTHER_KEY_AT_A_START) {
      write();
      daemon.restart();
    } else {
      assertThat(reload(change == Change.REMOVED ? "olga" : null)).isEmpty();
    }
  }

  void rename(String name, String channel) {
    channels.remove("pager");
    channels.put(name, channel);
    routes = "[ { match: {}, to: [" + name + "] } ]";
  }

  /** Two starts without the channel, and one with it again. */
  void away() throws IOException {
    var channel = channels.remove("pager");
    routes = "[ { match: {}, to: [] } ]";
    write();
    daemon.restart();
    daemon.sweepAfter(Duration.ofMinutes(1));
    daemon.restart();
    daemon.sweepAfter(Duration.ofMinutes(1));
    channels.put("pager", channel);
    routes = "[ { match: {}, to: [pager] } ]";
    write();
    daemon.restart();
  }

  List<String> kept() {
    try (var store = Store.openForCommand(daemon.read().store())) {
      return store.targets().kept().stream().map(WaitingChannel::notice).toList();
    }
  }

  /** What PagerDuty was told of the certificate's alert. */
  List<RecordingReceiver.Told> incidents() throws SQLException {
    var alerts = column("SELECT DISTINCT alert_key FROM event WHERE type = 'certificate.expiring'");
    return receiver.told().stream()
        .filter(one -> one.receiver().startsWith("K"))
        .filter(one -> alerts.stream().anyMatch(one.thread()::endsWith))
        .toList();
  }

  List<String> incidentLines() throws SQLException {
    return incidents().stream().map(RecordingReceiver.Told::line).toList();
  }

  /** By routing key and dedup key, those of which the last that was told is that they fire. */
  long openIncidents() throws SQLException {
    var last = new LinkedHashMap<String, RecordingReceiver.Told>();
    incidents().forEach(one -> last.put(one.receiver() + one.thread(), one));
    return last.values().stream().filter(RecordingReceiver.Told::fires).count();
  }
}
