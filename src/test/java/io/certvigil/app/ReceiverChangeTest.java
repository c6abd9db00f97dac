package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.certvigil.demo.simulator.SimulatedCertificate;
import io.certvigil.policy.Matcher;
import io.certvigil.policy.Silence;
import io.certvigil.store.Silences;
import io.certvigil.store.Store;
import io.certvigil.store.receiver.WaitingChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Changes of the config in each state of an alert, and what its receivers get: what was told lives
 * at the receiver, not under the name of a channel.
 */
class ReceiverChangeTest extends DaemonTestBase {
  private static final Duration LATER = Duration.ofMinutes(50);
  private RecordingReceiver receiver;
  private final Map<String, String> channels = new LinkedHashMap<>();
  private String routes = "[]";
  private String installation = "test";
  private String labels = "{ team: red }";
  private @Nullable SimulatedCertificate certificate;

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

  private String pager(String key) {
    return "type: pagerduty, url: \"%s\", routing_key: %s, min_severity: info"
        .formatted(receiver.url("/pd"), RecordingReceiver.routingKey(key));
  }

  private String hook(String path) {
    return DaemonConfig.channel(receiver.url("/" + path));
  }

  private void write() throws IOException {
    var text = new StringBuilder("channels:\n");
    channels.forEach(
        (name, one) -> text.append("  ").append(name).append(": { ").append(one).append(" }\n"));
    Files.writeString(
        folder.resolve("certvigil.yml"),
        DaemonConfig.yaml(
            installation,
            daemon.cloudflare,
            "2s",
            daemon.database.file(),
            "watch: [ { credential: main, every: 1h, labels: %s } ]\n%sroutes: %s\nweb: { listen: \"127.0.0.1:0\" }\n"
                .formatted(labels, text, routes)));
  }

  private List<String> reload(@Nullable String discardedBy) throws IOException {
    write();
    return daemon.app().reload(discardedBy);
  }

  private void reach(State state) throws IOException {
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

  private void fire() {
    certificate = daemon.add(zone, "device", 5);
    daemon.sweep();
  }

  private void silence() {
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

  private void end() {
    var now = clock.instant();
    estate.change(
        Objects.requireNonNull(certificate).id(),
        held -> held.withValidity(now, now.plus(Duration.ofDays(365))));
    daemon.sweepAfter(Duration.ofMinutes(1));
  }

  private void change(Change change) throws IOException {
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

  private void rename(String name, String channel) {
    channels.remove("pager");
    channels.put(name, channel);
    routes = "[ { match: {}, to: [" + name + "] } ]";
  }

  /** Two starts without the channel, and one with it again. */
  private void away() throws IOException {
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

  private static Stream<Arguments> table() {
    var lines = new ArrayList<Arguments>();
    var atTheSame = List.of("K1 fires", "K1 ends");
    for (var change : Change.values()) {
      boolean other =
          change == Change.OTHER_KEY
              || change == Change.OTHER_KEY_AT_A_START
              || change == Change.RENAMED_WITH_OTHER_KEY;
      boolean left = change == Change.OTHER_KEY_AT_A_START;
      var waited =
          change == Change.REMOVED
              ? List.<String>of()
              : other ? List.of("K2 fires", "K2 ends") : atTheSame;
      lines.add(Arguments.of(State.WAITING, change, waited));
      lines.add(
          Arguments.of(
              State.UNCOMPOSED, change, change == Change.OTHER_ROUTE ? List.of() : waited));
      lines.add(
          Arguments.of(
              State.TOLD,
              change,
              left
                  ? List.of("K1 fires", "K2 fires", "K2 ends")
                  : other ? List.of("K1 fires", "K1 ends", "K2 fires", "K2 ends") : atTheSame));
      lines.add(Arguments.of(State.END_WAITS, change, left ? List.of("K1 fires") : atTheSame));
      lines.add(Arguments.of(State.ENDED, change, atTheSame));
      lines.add(Arguments.of(State.SILENCED, change, List.of()));
    }
    return lines.stream();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("table")
  void receivers_getWhatTheyLack(State state, Change change, List<String> expected)
      throws Exception {
    reach(state);

    change(change);
    receiver.down("K1", false);
    daemon.sweepAfter(LATER);
    end();
    daemon.sweepAfter(LATER);

    assertThat(incidentLines()).containsExactlyInAnyOrderElementsOf(expected);
    boolean leftOpen = expected.contains("K1 fires") && !expected.contains("K1 ends");
    assertThat(openIncidents()).isEqualTo(leftOpen ? 1 : 0);
    assertThat(column("SELECT channel FROM told WHERE arrived = 1 AND channel <> 'other'"))
        .hasSize(leftOpen ? 1 : 0);
    assertThat(column("SELECT state FROM delivery WHERE closed_at IS NULL")).isEmpty();
    assertThat(column("SELECT channel FROM delivery WHERE state = 'DISCARDED' AND reason IS NULL"))
        .isEmpty();
  }

  /** The receiver has the message, but has not answered when the config changes. */
  @ParameterizedTest
  @EnumSource(
      value = Change.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"OTHER_KEY_AT_A_START", "AWAY_FOR_A_WHILE"})
  void messageThatIsBeingSent_isToldOnce_andEndsWhereItWasTold(Change change) throws Exception {
    boolean other = change == Change.OTHER_KEY || change == Change.RENAMED_WITH_OTHER_KEY;
    daemon.app().start();
    certificate = daemon.add(zone, "device", 5);
    receiver.hold();
    daemon.sweepByDaemon();
    receiver.awaitHeld();

    change(change);
    assertThat(column("SELECT state FROM delivery WHERE channel <> 'other'")).contains("SENDING");
    receiver.answer();
    var fires = other ? List.of("K1 fires", "K2 fires") : List.of("K1 fires");
    awaitIncidents(other ? List.of("K1 ends", "K1 fires", "K2 fires") : fires);
    endByDaemon();

    awaitIncidents(
        other
            ? List.of("K1 ends", "K1 fires", "K2 ends", "K2 fires")
            : List.of("K1 ends", "K1 fires"));
    assertThat(openIncidents()).isZero();
  }

  private void awaitIncidents(List<String> lines) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(incidentLines()).containsExactlyInAnyOrderElementsOf(lines));
  }

  private void endByDaemon() {
    var now = clock.instant();
    estate.change(
        Objects.requireNonNull(certificate).id(),
        held -> held.withValidity(now, now.plus(Duration.ofDays(365))));
    clock.advance(LATER);
    daemon.sweepByDaemon();
  }

  /** The rows of the table whose change is a reload. */
  private static Stream<Arguments> reloads() {
    return table()
        .filter(
            row ->
                !Set.of(Change.NONE, Change.OTHER_KEY_AT_A_START, Change.AWAY_FOR_A_WHILE)
                    .contains(row.get()[1]));
  }

  /**
   * The change is stored, and nothing has been done with it when the daemon stops. Only the process
   * that knew the former routing key can end what is open there; the next one says so.
   */
  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("reloads")
  void restartRightAfterTheChange_losesNothingSilently(
      State state, Change change, List<String> expected) throws Exception {
    boolean left =
        Set.of(State.TOLD, State.END_WAITS).contains(state)
            && Set.of(Change.OTHER_KEY, Change.RENAMED_WITH_OTHER_KEY, Change.REMOVED)
                .contains(change);
    reach(state);
    change(change);
    daemon.restart();
    receiver.down("K1", false);
    daemon.sweepAfter(LATER);
    end();
    daemon.sweepAfter(LATER);

    assertThat(incidentLines())
        .containsExactlyInAnyOrderElementsOf(
            expected.stream().filter(line -> !(left && line.equals("K1 ends"))).toList());
    assertThat(openIncidents()).isEqualTo(left ? 1 : 0);
    daemon.restart();
    daemon.app().start();
    assertThat(column("SELECT value FROM meta WHERE name = 'notice left open'"))
        .hasSize(left ? 1 : 0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void namesThatExchangeReceivers_tellEachReceiverOnce(boolean bothRouted) throws Exception {
    channels.put("second", pager("K2"));
    var second = "{ match: {}, to: [second], continue: true }, ";
    routes = "[ " + (bothRouted ? second : "") + "{ match: {}, to: [pager] } ]";
    assertThat(reload(null)).isEmpty();
    reach(State.TOLD);

    channels.put("pager", pager("K2"));
    channels.put("second", pager("K1"));
    assertThat(reload(null)).isEmpty();
    daemon.sweepAfter(LATER);
    end();
    daemon.sweepAfter(LATER);

    assertThat(incidentLines())
        .containsExactlyInAnyOrder("K1 fires", "K1 ends", "K2 fires", "K2 ends");
    assertThat(openIncidents()).isZero();
    assertThat(column("SELECT state FROM delivery WHERE closed_at IS NULL")).isEmpty();
  }

  @Test
  void incidentThatNobodyCanEnd_isNamed() throws Exception {
    reach(State.TOLD);
    channels.put("pager", pager("K2"));
    write();
    daemon.restart();

    daemon.app().start();

    assertThat(column("SELECT value FROM meta WHERE name = 'notice left open'"))
        .singleElement()
        .asString()
        .contains("left open", "pager (until ", ": 1 alerts, ");
  }

  @Test
  void channelMissingAtAStart_isNamed_untilItIsDiscarded() throws Exception {
    reach(State.WAITING);
    channels.remove("pager");
    routes = "[]";
    write();
    daemon.restart();
    daemon.app().start();
    var kept =
        "channel pager is not in the config: 1 delivery waits; name it again, or give its successor"
            + " \"formerly: pager\", or discard them with certvigil reload --discard-waiting";

    assertThat(kept()).containsExactly(kept);
    assertThat(daemon.app().reload()).isEmpty();
    assertThat(kept()).containsExactly(kept);
    assertThat(daemon.app().reload("olga")).isEmpty();

    assertThat(kept()).isEmpty();
    assertThat(column("SELECT reason FROM delivery WHERE channel = 'pager' AND body <> ''"))
        .containsExactly("channel removed; discarded by olga");
  }

  private List<String> kept() {
    try (var store = Store.openForCommand(daemon.read().store())) {
      return store.targets().kept().stream().map(WaitingChannel::notice).toList();
    }
  }

  /** What PagerDuty was told of the certificate's alert. */
  private List<RecordingReceiver.Told> incidents() throws SQLException {
    var alerts = column("SELECT DISTINCT alert_key FROM event WHERE type = 'certificate.expiring'");
    return receiver.told().stream()
        .filter(one -> one.receiver().startsWith("K"))
        .filter(one -> alerts.stream().anyMatch(one.thread()::endsWith))
        .toList();
  }

  private List<String> incidentLines() throws SQLException {
    return incidents().stream().map(RecordingReceiver.Told::line).toList();
  }

  /** By routing key and dedup key, those of which the last that was told is that they fire. */
  private long openIncidents() throws SQLException {
    var last = new LinkedHashMap<String, RecordingReceiver.Told>();
    incidents().forEach(one -> last.put(one.receiver() + one.thread(), one));
    return last.values().stream().filter(RecordingReceiver.Told::fires).count();
  }
}
