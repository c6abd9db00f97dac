package io.certvigil.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Updates the expiry alerts of one certificate or credential for its current expiry: continues or
 * opens one of them and resolves the others.
 */
final class ExpiryAlertUpdate {
  private final DecisionBuilder decision;
  private final CertificateAlerts alerts;
  private final Ladder ladder;
  private final LadderSubject subject;
  private final BiConsumer<Alert, Resolution> resolve;

  /**
   * @param alerts its alerts, one for each expiry that it had
   * @param resolve closes one of them with an event
   */
  ExpiryAlertUpdate(
      DecisionBuilder decision,
      CertificateAlerts alerts,
      Ladder ladder,
      LadderSubject subject,
      BiConsumer<Alert, Resolution> resolve) {
    this.decision = decision;
    this.alerts = alerts;
    this.ladder = ladder;
    this.subject = subject;
    this.resolve = resolve;
  }

  /**
   * How a new alert is opened.
   *
   * @param previous its previous state: resolved, or never fired
   * @param baseline whether it had expired before the first reading
   * @param replaced whether another one replaces it already, so that one event is enough
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
   * Updates the alerts for this expiry.
   *
   * @param later why an alert about an earlier expiry is resolved
   */
  void update(Instant end, Resolution later, NewAlert newAlert) {
    var current = alerts.about(end).orElse(null);
    var others = new ArrayList<>(alerts.firing());
    others.remove(current);
    others.stream()
        .filter(old -> old.id().incarnation().isBefore(end))
        .forEach(old -> resolve.accept(old, later));
    var fires = escalate(current, end, newAlert);
    others.stream()
        .filter(old -> !old.id().incarnation().isBefore(end))
        .forEach(old -> closeForEarlierExpiry(old, fires));
  }

  /** Returns whether an alert about this expiry fires now. */
  private boolean escalate(@Nullable Alert current, Instant end, NewAlert newAlert) {
    var escalation = new LadderEscalation(decision, subject, end, ladder);
    var reached = escalation.reached();
    if (current != null && current.firing()) {
      return continueFiring(escalation, current, reached, newAlert.replaced());
    }
    reached.ifPresentOrElse(
        rung ->
            escalation.open(
                newAlert.previous().get(), rung, newAlert.maxSeverity(rung), newAlert.replaced()),
        escalation::scheduleFirstRung);
    return reached.isPresent();
  }

  private boolean continueFiring(
      LadderEscalation escalation, Alert current, Optional<Duration> reached, boolean replaced) {
    var sameLadder = ladder.text().equals(current.progress().ladder());
    if (reached.isEmpty() && !sameLadder) {
      resolve.accept(current, Resolution.RUNGS_CHANGED);
      escalation.scheduleFirstRung();
      return false;
    }
    if (replaced) {
      return true; // its only event was sent already
    }
    if (sameLadder) {
      escalation.continueSameLadder(current, reached);
    } else {
      reached.ifPresent(rung -> escalation.continueChangedLadder(current, rung));
    }
    return true;
  }

  /**
   * The new expiry is earlier: the old alert is closed with an event only if no alert fires for the
   * new one.
   */
  private void closeForEarlierExpiry(Alert old, boolean fires) {
    if (fires) {
      decision.put(old.resolved(Resolution.EXPIRY_CORRECTED.word()));
    } else {
      resolve.accept(old, Resolution.EXPIRY_CORRECTED);
    }
  }
}
