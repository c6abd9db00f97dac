package io.certvigil.cli.certificates;

import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.model.Durations;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.CheckFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The result of {@code check}. The worst state counts, in the order CRITICAL, WARNING, UNKNOWN, OK:
 * an unreadable list must not hide a certificate that is known to expire.
 *
 * @param line for people; a bar in it is replaced, because performance data follows a bar
 * @param perfdata performance data; empty if nothing is known
 */
record CheckVerdict(State state, String line, String perfdata) {
  /** The exit codes of monitoring plugins. */
  enum State {
    OK(0),
    WARNING(1),
    CRITICAL(2),
    UNKNOWN(3);

    private final int exit;

    State(int exit) {
      this.exit = exit;
    }
  }

  static CheckVerdict unknown(String why) {
    return new CheckVerdict(State.UNKNOWN, why, "");
  }

  /**
   * @param warning the limit of the facts
   */
  static CheckVerdict of(CheckFacts facts, Duration warning, Duration critical, Instant now) {
    var lists = CheckLists.of(facts);
    var ending = facts.ending();
    long all = facts.all();
    long expired = before(ending, now);
    long bad = before(ending, now.plus(critical));
    long near = before(ending, now.plus(warning)) - bad;
    var words =
        Stream.of(
                countText(all, bad, near, critical, warning),
                ending.isEmpty() ? "" : next(ending.getFirst(), now),
                lists.problem())
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("; "));
    var data =
        soonest(ending, warning, critical, now)
            + "expired=%d;;0;0 critical=%d;;0;0 warning=%d;0;;0 certificates=%d;;;0 unreadable=%d;;;0"
                .formatted(expired, bad, near, all, lists.unreadable().size());
    return new CheckVerdict(state(bad, near, lists), words, data);
  }

  /**
   * Adds the channels that are failing, which is at least a warning.
   *
   * @param channels in words; empty if none is failing
   */
  CheckVerdict withFailing(String channels) {
    if (channels.isEmpty()) {
      return this;
    }
    var worse = state == State.CRITICAL ? state : State.WARNING;
    return new CheckVerdict(worse, line + "; " + channels, perfdata);
  }

  private static State state(long bad, long near, CheckLists lists) {
    if (bad > 0) {
      return State.CRITICAL;
    }
    if (near > 0) {
      return State.WARNING;
    }
    return lists.problem().isEmpty() ? State.OK : State.UNKNOWN;
  }

  private static String countText(
      long all, long bad, long near, Duration critical, Duration warning) {
    var certificates = CellFormat.count(all, "certificate");
    if (bad > 0) {
      var more = near == 0 ? "" : ", " + near + " more within " + Durations.print(warning);
      return bad + " of " + certificates + verb(bad) + Durations.print(critical) + more;
    }
    return near > 0
        ? near + " of " + certificates + verb(near) + Durations.print(warning)
        : certificates;
  }

  private static String verb(long count) {
    return count == 1 ? " expires within " : " expire within ";
  }

  private static String next(CertificateView view, Instant now) {
    var end = Objects.requireNonNull(view.notAfter());
    long days = Math.abs(Duration.between(now, end).toDays());
    return view.name()
        + " ("
        + view.source()
        + " of "
        + CertificateListing.where(view)
        + (end.isAfter(now) ? ") expires in " + days + " d" : ") expired " + days + " d ago");
  }

  private static long before(List<CertificateView> ending, Instant moment) {
    return ending.stream()
        .filter(view -> Objects.requireNonNull(view.notAfter()).isBefore(moment))
        .count();
  }

  private static String soonest(
      List<CertificateView> ending, Duration warning, Duration critical, Instant now) {
    return ending.isEmpty()
        ? ""
        : "next_end=%ds;%d:;%d: "
            .formatted(
                Objects.requireNonNull(ending.getFirst().notAfter()).getEpochSecond()
                    - now.getEpochSecond(),
                warning.toSeconds(),
                critical.toSeconds());
  }

  int exit() {
    return state.exit;
  }

  /** The whole line that is printed. */
  String text() {
    var safe = line.replace('|', '/');
    return "CERTVIGIL " + state + " - " + safe + (perfdata.isEmpty() ? "" : " | " + perfdata);
  }
}
