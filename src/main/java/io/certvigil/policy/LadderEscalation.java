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
 * Moves one alert along its ladder: at most one event, at the most urgent rung reached, and never
 * back to a longer rung within an episode.
 */
final class LadderEscalation {
  private final DecisionBuilder decision;
  private final LadderSubject subject;
  private final Instant end;
  private final Ladder ladder;

  LadderEscalation(DecisionBuilder decision, LadderSubject subject, Instant end, Ladder ladder) {
    this.decision = decision;
    this.subject = subject;
    this.end = end;
    this.ladder = ladder;
  }

  /** The most urgent rung reached by now; empty if none is. */
  Optional<Duration> reached() {
    return ladder.reached(Duration.between(decision.now(), end));
  }

  /** No alert fires: schedules the first rung. */
  void scheduleFirstRung() {
    decision.decideAgainAt(end.minus(ladder.first()));
  }

  /**
   * Opens the first or the next episode.
   *
   * @param row the previous state of the alert: resolved, or never fired
   * @param most the highest severity that the event may have
   * @param once whether no further events will follow
   */
  void open(Alert row, Duration rung, Severity most, boolean once) {
    var severity = Severity.lesser(ladder.severity(rung), most);
    var progress = row.progress();
    int episode = row.id().episode() + (progress.rung() == null ? 0 : 1);
    var id = new Alert.Id(row.id().key(), row.id().incarnation(), episode);
    var started =
        Alert.Progress.start(decision.now(), progress.sequence()).with(rung, ladder.text());
    var alert = new Alert(id, row.subject(), Alert.State.FIRING, null, severity, started);
    var rise = new RungChange(null, rung, ladder.between(null, rung));
    addEvent(rung.isZero() ? subject.expiredType() : subject.firstRungType(), alert, 0, rise);
    if (!once) {
      scheduleNext(alert);
    }
  }

  /** Continues a firing alert on the same ladder: the next rung, or a reminder. */
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
   * Continues a firing alert that was decided with another ladder. Events that the new config would
   * have sent earlier are not sent later; but a rung that was crossed since, or a higher severity,
   * is sent.
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
    var progress = alert.progress().with(to, ladder.text()).restarted(decision.now());
    var moved = alert.firing(ladder.severity(to), progress);
    var rise = new RungChange(from, to, ladder.between(from, to));
    addEvent(to.isZero() ? subject.expiredType() : subject.nextRungType(), moved, 0, rise);
    scheduleNext(moved);
  }

  /**
   * Keeps the rung under another config. If it is worse now it is sent again, with the next
   * sequence; its reminders continue to count, because a number is never used twice.
   */
  private void keepRung(Alert alert, Duration at, boolean worse) {
    if (!worse) {
      remindIfDue(withRung(alert, at));
      return;
    }
    var severity = ladder.severity(at);
    var progress = withRung(alert, at).progress().withNextSequence().with(null);
    int reminders =
        Math.max(progress.reminders(), Reminders.dueNumber(severity, progress, decision.now()));
    var risen = alert.firing(severity, progress.withReminders(reminders));
    addEvent(subject.nextRungType(), risen, progress.sequence(), new RungChange(at, at, List.of()));
    scheduleNext(risen);
  }

  private Alert withRung(Alert alert, Duration rung) {
    var moved = alert.with(alert.progress().with(rung, ladder.text()));
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
      var rungs = new RungChange(currentRung(alert), currentRung(alert), List.of());
      var summary = subject.summary().get() + ", reminder " + due;
      decision.addEvent(
          CERTIFICATE_REMINDER, severity, summary, reminded, due, rungs, subject.item(), null);
      scheduleNext(reminded);
    } else {
      scheduleNext(alert);
    }
  }

  private void addEvent(EventType type, Alert alert, long n, RungChange rise) {
    decision.put(alert);
    var summary = subject.summary().get();
    decision.addEvent(type, alert.severity(), summary, alert, n, rise, subject.item(), null);
  }

  private void scheduleNext(Alert alert) {
    ladder.below(currentRung(alert)).ifPresent(next -> decision.decideAgainAt(end.minus(next)));
    if (remindersEnabled(alert)) {
      Reminders.next(reminderSeverity(alert), alert.progress()).ifPresent(decision::decideAgainAt);
    }
  }

  /** An acknowledged alert has no reminders. */
  private boolean remindersEnabled(Alert alert) {
    return subject.reminders() && alert.progress().ack() == null;
  }

  /**
   * If a changed config lowers the severity, reminders use the lower one; events that were sent
   * keep theirs.
   */
  private Severity reminderSeverity(Alert alert) {
    var now = ladder.severity(currentRung(alert));
    return now.compareTo(alert.severity()) < 0 ? now : alert.severity();
  }

  private Duration currentRung(Alert alert) {
    @Nullable Duration rung = alert.progress().rung();
    return Objects.requireNonNullElse(rung, ladder.first());
  }
}
