package io.certvigil.policy;

import static io.certvigil.policy.EventType.CERTIFICATE_REMINDER;

import io.certvigil.policy.DecisionBuilder.Rise;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes one alert down its ladder: at most one event, at the most urgent rung, and never up again
 * within an episode.
 */
final class LadderEscalation {
  private final DecisionBuilder draft;
  private final LadderSubject matter;
  private final Instant end;
  private final Ladder ladder;

  LadderEscalation(DecisionBuilder draft, LadderSubject matter, Instant end, Ladder ladder) {
    this.draft = draft;
    this.matter = matter;
    this.end = end;
    this.ladder = ladder;
  }

  /** The most urgent rung reached by now; empty where none is. */
  Optional<Duration> reached() {
    return ladder.reached(Duration.between(draft.now(), end));
  }

  /** Nothing fires: the first rung is what comes next. */
  void await() {
    draft.wake(end.minus(ladder.first()));
  }

  /**
   * Opens the first episode, or the next.
   *
   * @param row the state of the alert so far: resolved, or never fired
   * @param most what it is told as at most
   * @param once whether nothing further will be told of it
   */
  void open(Alert row, Duration rung, Severity most, boolean once) {
    var severity = Severity.lesser(ladder.severity(rung), most);
    var told = row.progress();
    int episode = row.id().episode() + (told.rung() == null ? 0 : 1);
    var alert =
        new Alert(
            new Alert.Id(row.id().key(), row.id().incarnation(), episode),
            row.subject(),
            Alert.State.FIRING,
            null,
            severity,
            new Alert.Progress(
                rung, ladder.text(), draft.now(), draft.now(), 0, told.sequence(), null));
    var rise = new Rise(null, rung, ladder.between(null, rung));
    tell(rung.isZero() ? matter.ends() : matter.begins(), alert, 0, rise);
    if (!once) {
      wake(alert);
    }
  }

  /** Goes on with one that fires, on the same ladder: the next rung, or a reminder. */
  void hold(Alert alert, Optional<Duration> reached) {
    var at = rung(alert);
    var next = reached.filter(rung -> rung.compareTo(at) < 0);
    if (next.isPresent()) {
      advance(alert, at, next.get());
    } else {
      remind(alert);
    }
  }

  /**
   * Goes on with one that was decided by another ladder. What the other config would have told
   * before is not made up for; but a rung that time itself has crossed since, or a greater
   * severity, is told.
   */
  void rebase(Alert alert, Duration reached) {
    var at = rung(alert);
    var to = reached.compareTo(at) < 0 ? reached : at;
    var worse = ladder.severity(to).compareTo(alert.severity()) > 0;
    if (at.isZero()) {
      remind(moved(alert, at));
    } else if (to.equals(at)) {
      stay(alert, at, worse);
    } else if (worse || Ladder.names(alert.progress().ladder(), to)) {
      advance(alert, at, to);
    } else {
      remind(moved(alert, to));
    }
  }

  private void advance(Alert alert, Duration from, Duration to) {
    var told = alert.progress();
    var moved =
        new Alert(
            alert.id(),
            alert.subject(),
            alert.state(),
            null,
            ladder.severity(to),
            new Alert.Progress(
                to, ladder.text(), told.firstFiredAt(), draft.now(), 0, told.sequence(), null));
    var rise = new Rise(from, to, ladder.between(from, to));
    tell(to.isZero() ? matter.ends() : matter.grows(), moved, 0, rise);
    wake(moved);
  }

  /**
   * The same rung under another config. Where it is worse now it is told again, under the next
   * sequence; its reminders go on counting, for a number is never given twice.
   */
  private void stay(Alert alert, Duration at, boolean worse) {
    if (!worse) {
      remind(moved(alert, at));
      return;
    }
    var severity = ladder.severity(at);
    var told = moved(alert, at).progress().counted().with(null);
    int reminders = Math.max(told.reminders(), Reminders.due(severity, told, draft.now()));
    var risen =
        new Alert(
            alert.id(), alert.subject(), alert.state(), null, severity, told.reminded(reminders));
    tell(matter.grows(), risen, told.sequence(), new Rise(at, at, List.of()));
    wake(risen);
  }

  private Alert moved(Alert alert, Duration rung) {
    var told = alert.progress();
    var moved =
        alert.with(
            new Alert.Progress(
                rung,
                ladder.text(),
                told.firstFiredAt(),
                told.rungAt(),
                told.reminders(),
                told.sequence(),
                told.ack()));
    draft.put(moved);
    return moved;
  }

  private void remind(Alert alert) {
    var severity = reminderSeverity(alert);
    int due = reminded(alert) ? Reminders.due(severity, alert.progress(), draft.now()) : 0;
    if (due > alert.progress().reminders()) {
      var reminded = alert.with(alert.progress().reminded(due));
      draft.put(reminded);
      draft.tellRung(
          CERTIFICATE_REMINDER,
          severity,
          matter.reminder(due),
          reminded,
          due,
          new Rise(rung(alert), rung(alert), List.of()),
          matter.item());
      wake(reminded);
    } else {
      wake(alert);
    }
  }

  private void tell(EventType type, Alert alert, long n, Rise rise) {
    draft.put(alert);
    draft.tellRung(type, alert.severity(), matter.line().get(), alert, n, rise, matter.item());
  }

  private void wake(Alert alert) {
    ladder.below(rung(alert)).ifPresent(next -> draft.wake(end.minus(next)));
    if (reminded(alert)) {
      Reminders.next(reminderSeverity(alert), alert.progress()).ifPresent(draft::wake);
    }
  }

  /** Whoever has taken it on needs no reminder. */
  private boolean reminded(Alert alert) {
    return matter.reminded() && alert.progress().ack() == null;
  }

  /** A config that thinks less of it quietens its reminders; what was told stays told. */
  private Severity reminderSeverity(Alert alert) {
    var now = ladder.severity(rung(alert));
    return now.compareTo(alert.severity()) < 0 ? now : alert.severity();
  }

  private Duration rung(Alert alert) {
    @Nullable Duration rung = alert.progress().rung();
    return Objects.requireNonNullElse(rung, ladder.first());
  }
}
