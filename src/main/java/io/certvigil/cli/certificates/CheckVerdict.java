package io.certvigil.cli.certificates;

import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.model.Durations;
import io.certvigil.model.ReadableDuration;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.CheckFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
   * The limits of a check.
   *
   * @param warning the limit of the facts
   * @param ignoredAfter what expired longer ago is only counted; null to count everything
   */
  record Limits(Duration warning, Duration critical, @Nullable Duration ignoredAfter) {}

  static CheckVerdict of(CheckFacts facts, Limits limits, Instant now) {
    var lists = CheckLists.of(facts);
    var counts = Counts.of(facts, limits, now);
    var words =
        Stream.of(
                counts.text(limits),
                counts.latestExpired().map(view -> named(view, now)).orElse(""),
                counts.next().map(view -> named(view, now)).orElse(""),
                counts.ignoredText(limits),
                lists.problem())
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("; "));
    return new CheckVerdict(
        state(counts, lists), words, counts.perfdata(limits, now, lists.unreadable().size()));
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

  private static State state(Counts counts, CheckLists lists) {
    if (counts.expired().size() + counts.soon() > 0) {
      return State.CRITICAL;
    }
    if (counts.near() > 0) {
      return State.WARNING;
    }
    return lists.problem().isEmpty() ? State.OK : State.UNKNOWN;
  }

  private static String named(CertificateView view, Instant now) {
    var left = Duration.between(now, Objects.requireNonNull(view.notAfter()));
    return view.name()
        + " ("
        + view.source()
        + " of "
        + CertificateListing.where(view)
        + (left.isNegative() ? ") expired " : ") expires in ")
        + ReadableDuration.roughlyLeft(left).replaceFirst("^now$", "0 min");
  }

  /**
   * The certificates by their distance from now.
   *
   * @param all the number of all certificates
   * @param ignored how many expired too long ago to count
   * @param expired the others that have expired, the earliest first
   * @param ahead those that have not, the soonest first
   * @param soon how many of them expire within the critical limit
   * @param near how many more expire within the warning limit
   */
  private record Counts(
      long all,
      long ignored,
      List<CertificateView> expired,
      List<CertificateView> ahead,
      long soon,
      long near) {
    static Counts of(CheckFacts facts, Limits limits, Instant now) {
      var ignoredAfter = limits.ignoredAfter();
      var counted =
          facts.ending().stream()
              .filter(view -> ignoredAfter == null || !before(view, now.minus(ignoredAfter)))
              .toList();
      var expired = counted.stream().filter(view -> before(view, now)).toList();
      var ahead = counted.subList(expired.size(), counted.size());
      long soon = ahead.stream().filter(view -> before(view, now.plus(limits.critical()))).count();
      long near = ahead.stream().filter(view -> before(view, now.plus(limits.warning()))).count();
      long ignored = (long) facts.ending().size() - counted.size();
      return new Counts(facts.all(), ignored, expired, ahead, soon, near - soon);
    }

    private static boolean before(CertificateView view, Instant moment) {
      return Objects.requireNonNull(view.notAfter()).isBefore(moment);
    }

    Optional<CertificateView> latestExpired() {
      return expired.isEmpty() ? Optional.empty() : Optional.of(expired.getLast());
    }

    Optional<CertificateView> next() {
      return ahead.stream().findFirst();
    }

    String text(Limits limits) {
      var parts = new ArrayList<String>();
      add(parts, expired.size(), " has expired", " have expired");
      add(parts, soon, " expires within ", " expire within ", limits.critical());
      if (near > 0 && soon > 0) {
        parts.add(near + " more within " + Durations.print(limits.warning()));
      } else {
        add(parts, near, " expires within ", " expire within ", limits.warning());
      }
      var certificates = CellFormat.count(all, "certificate");
      return parts.isEmpty()
          ? certificates
          : String.join(", ", parts).replaceFirst("^([0-9]+)", "$1 of " + certificates);
    }

    private static void add(List<String> parts, long count, String one, String many) {
      if (count > 0) {
        parts.add(count + (count == 1 ? one : many));
      }
    }

    private static void add(
        List<String> parts, long count, String one, String many, Duration limit) {
      add(parts, count, one + Durations.print(limit), many + Durations.print(limit));
    }

    String ignoredText(Limits limits) {
      var after = limits.ignoredAfter();
      return ignored == 0 || after == null
          ? ""
          : ignored + " expired more than " + Durations.print(after) + " ago";
    }

    /** The next end is negative if it has passed. */
    String perfdata(Limits limits, Instant now, int unreadable) {
      var first = expired.isEmpty() ? next() : Optional.of(expired.getFirst());
      return first.map(view -> nextEnd(view, limits, now)).orElse("")
          + "expired=%d;;0;0 critical=%d;;0;0 warning=%d;0;;0".formatted(expired.size(), soon, near)
          + " certificates=%d;;;0 unreadable=%d;;;0".formatted(all, unreadable)
          + (limits.ignoredAfter() == null ? "" : " expired_ignored=%d;;;0".formatted(ignored));
    }

    private static String nextEnd(CertificateView view, Limits limits, Instant now) {
      return "next_end=%ds;%d:;%d: "
          .formatted(
              Objects.requireNonNull(view.notAfter()).getEpochSecond() - now.getEpochSecond(),
              limits.warning().toSeconds(),
              limits.critical().toSeconds());
    }
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
