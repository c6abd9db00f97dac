package io.certvigil.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Of one thing that ends: which of its alerts go on, and which are over, now that it ends then. */
final class ExpiryAlertUpdate {
  private final DecisionBuilder decision;
  private final CertificateAlerts alerts;
  private final Ladder ladder;
  private final LadderSubject subject;
  private final BiConsumer<Alert, Resolution> resolve;

  /**
   * @param rows its alerts, one for each end that it had
   * @param resolve closes one of them and tells so
   */
  ExpiryAlertUpdate(
      DecisionBuilder draft,
      CertificateAlerts rows,
      Ladder ladder,
      LadderSubject matter,
      BiConsumer<Alert, Resolution> resolve) {
    this.decision = draft;
    this.alerts = rows;
    this.ladder = ladder;
    this.subject = matter;
    this.resolve = resolve;
  }

  /**
   * How an alert begins.
   *
   * @param row its state so far: resolved, or never fired
   * @param baseline whether it had expired before anybody looked
   * @param replaced whether another does its work already, so that one event is enough
   */
  record NewAlert(Supplier<Alert> previous, boolean baseline, boolean replaced) {
    Severity maxSeverity(Duration rung) {
      if (baseline && rung.isZero()) {
        return Severity.INFO;
      }
      return replaced ? Severity.WARNING : Severity.CRITICAL;
    }
  }

  /**
   * It ends then.
   *
   * @param later why an alert about an earlier end is over
   */
  void update(Instant end, Resolution later, NewAlert beginning) {
    var current = alerts.about(end).orElse(null);
    var others = new ArrayList<>(alerts.firing());
    others.remove(current);
    others.stream()
        .filter(old -> old.id().incarnation().isBefore(end))
        .forEach(old -> resolve.accept(old, later));
    var fires = escalate(current, end, beginning);
    others.stream()
        .filter(old -> !old.id().incarnation().isBefore(end))
        .forEach(old -> closeForEarlierExpiry(old, fires));
  }

  /** Whether an alert about this end fires now. */
  private boolean escalate(@Nullable Alert current, Instant end, NewAlert beginning) {
    var descent = new LadderEscalation(decision, subject, end, ladder);
    var reached = descent.reached();
    if (current != null && current.firing()) {
      return continueFiring(descent, current, reached, beginning.replaced());
    }
    reached.ifPresentOrElse(
        rung ->
            descent.open(
                beginning.previous().get(),
                rung,
                beginning.maxSeverity(rung),
                beginning.replaced()),
        descent::scheduleFirstRung);
    return reached.isPresent();
  }

  private boolean continueFiring(
      LadderEscalation descent, Alert current, Optional<Duration> reached, boolean replaced) {
    var sameLadder = ladder.text().equals(current.progress().ladder());
    if (reached.isEmpty() && !sameLadder) {
      resolve.accept(current, Resolution.RUNGS_CHANGED);
      descent.scheduleFirstRung();
      return false;
    }
    if (replaced) {
      return true; // what was told of it was its one event
    }
    if (sameLadder) {
      descent.continueSameLadder(current, reached);
    } else {
      reached.ifPresent(rung -> descent.continueChangedLadder(current, rung));
    }
    return true;
  }

  /** It ends earlier than was thought: no relief, unless nothing fires for it now. */
  private void closeForEarlierExpiry(Alert old, boolean fires) {
    if (fires) {
      decision.put(old.resolved(Resolution.EXPIRY_CORRECTED.word()));
    } else {
      resolve.accept(old, Resolution.EXPIRY_CORRECTED);
    }
  }
}
