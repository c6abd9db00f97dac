package io.certvigil.policy;

import static io.certvigil.policy.EventType.CERTIFICATE_REMINDER;

import io.certvigil.policy.DecisionBuilder.RungChange;
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
  private final DecisionBuilder decision;
  private final LadderSubject subject;
  private final Instant end;
  private final Ladder ladder;

  LadderEscalation(DecisionBuilder draft, LadderSubject matter, Instant end, Ladder ladder) {
    this.decision = draft;
    this.subject = matter;
    this.end = end;
    this.ladder = ladder;
  }

  /** The most urgent rung reached by now; empty where none is. */
  Optional<Duration> reached() {
    return ladder.reached(Duration.between(decision.now(), end));
  }

  /** Nothing fires: the first rung is what comes next. */
  void scheduleFirstRung() {
    decision.decideAgainAt(end.minus(ladder.first()));
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
                rung, ladder.text(), decision.now(), decision.now(), 0, told.sequence(), null));
    var rise = new RungChange(null, rung, ladder.between(null, rung));
    addEvent(rung.isZero() ? subject.expiredType() : subject.firstRungType(), alert, 0, rise);
    if (!once) {
      scheduleNext(alert);
    }
  }

  /** Goes on with one that fires, on the same ladder: the next rung, or a reminder. */
  void continueSameLadder(Alert alert, Optional<Duration> reached) {
    var at = currentRung(alert);
    var next = reached.filter(rung -> rung.compareTo(at) < 0);
    if (next.isPresent()) {
      moveToRung(alert, at, next.get());
    } else {
      remindIfDue(alert);
    }
  }

  /**
   * Goes on with one that was decided by another ladder. What the other config would have told
   * before is not made up for; but a rung that time itself has crossed since, or a greater
   * severity, is told.
   */
  void continueChangedLadder(Alert alert, Duration reached) {
    var at = currentRung(alert);
    var to = reached.compareTo(at) < 0 ? reached : at;
    var worse = ladder.severity(to).compareTo(alert.severity()) > 0;
    if (at.isZero()) {
      remindIfDue(withRung(alert, at));
    } else if (to.equals(at)) {
      keepRung(alert, at, worse);
    } else if (worse || Ladder.textContains(alert.progress().ladder(), to)) {
      moveToRung(alert, at, to);
    } else {
      remindIfDue(withRung(alert, to));
    }
  }

  private void moveToRung(Alert alert, Duration from, Duration to) {
    var told = alert.progress();
    var moved =
        new Alert(
            alert.id(),
            alert.subject(),
            alert.state(),
            null,
            ladder.severity(to),
            new Alert.Progress(
                to, ladder.text(), told.firstFiredAt(), decision.now(), 0, told.sequence(), null));
    var rise = new RungChange(from, to, ladder.between(from, to));
    addEvent(to.isZero() ? subject.expiredType() : subject.nextRungType(), moved, 0, rise);
    scheduleNext(moved);
  }

  /**
   * The same rung under another config. Where it is worse now it is told again, under the next
   * sequence; its reminders go on counting, for a number is never given twice.
   */
  private void keepRung(Alert alert, Duration at, boolean worse) {
    if (!worse) {
      remindIfDue(withRung(alert, at));
      return;
    }
    var severity = ladder.severity(at);
    var told = withRung(alert, at).progress().withNextSequence().with(null);
    int reminders = Math.max(told.reminders(), Reminders.dueNumber(severity, told, decision.now()));
    var risen =
        new Alert(
            alert.id(),
            alert.subject(),
            alert.state(),
            null,
            severity,
            told.withReminders(reminders));
    addEvent(subject.nextRungType(), risen, told.sequence(), new RungChange(at, at, List.of()));
    scheduleNext(risen);
  }

  private Alert withRung(Alert alert, Duration rung) {
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
    decision.put(moved);
    return moved;
  }

  private void remindIfDue(Alert alert) {
    var severity = reminderSeverity(alert);
    int due =
        remindersEnabled(alert)
            ? Reminders.dueNumber(severity, alert.progress(), decision.now())
            : 0;
    if (due > alert.progress().reminders()) {
      var reminded = alert.with(alert.progress().withReminders(due));
      decision.put(reminded);
      decision.addRungEvent(
          CERTIFICATE_REMINDER,
          severity,
          subject.reminderSummary(due),
          reminded,
          due,
          new RungChange(currentRung(alert), currentRung(alert), List.of()),
          subject.item());
      scheduleNext(reminded);
    } else {
      scheduleNext(alert);
    }
  }

  private void addEvent(EventType type, Alert alert, long n, RungChange rise) {
    decision.put(alert);
    decision.addRungEvent(
        type, alert.severity(), subject.summary().get(), alert, n, rise, subject.item());
  }

  private void scheduleNext(Alert alert) {
    ladder.below(currentRung(alert)).ifPresent(next -> decision.decideAgainAt(end.minus(next)));
    if (remindersEnabled(alert)) {
      Reminders.next(reminderSeverity(alert), alert.progress()).ifPresent(decision::decideAgainAt);
    }
  }

  /** Whoever has taken it on needs no reminder. */
  private boolean remindersEnabled(Alert alert) {
    return subject.reminders() && alert.progress().ack() == null;
  }

  /** A config that thinks less of it quietens its reminders; what was told stays told. */
  private Severity reminderSeverity(Alert alert) {
    var now = ladder.severity(currentRung(alert));
    return now.compareTo(alert.severity()) < 0 ? now : alert.severity();
  }

  private Duration currentRung(Alert alert) {
    @Nullable Duration rung = alert.progress().rung();
    return Objects.requireNonNullElse(rung, ladder.first());
  }
}
