package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Changes of the config while a message is sent, and daemons that stop right after a change. */
class MidwayReceiverChangeTest extends ReceiverChangeTestBase {
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
    // A reload that leaves the receiver ends there what it has told.
    boolean left = other || change == Change.REMOVED;
    var told = left ? List.of("K1 ends", "K1 fires") : List.of("K1 fires");
    awaitIncidents(other ? List.of("K1 ends", "K1 fires", "K2 fires") : told);
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
    return ReceiverChangeTest.table()
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
}
