package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Changes of the config in each state of an alert, and what its receivers get: what was told lives
 * at the receiver, not under the name of a channel.
 */
class ReceiverChangeTest extends ReceiverChangeTestBase {
  static Stream<Arguments> table() {
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
}
