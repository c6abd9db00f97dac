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
  private final DecisionBuilder draft;
  private final CertificateAlerts rows;
  private final Ladder ladder;
  private final LadderSubject matter;
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
    this.draft = draft;
    this.rows = rows;
    this.ladder = ladder;
    this.matter = matter;
    this.resolve = resolve;
  }

  /**
   * How an alert begins.
   *
   * @param row its state so far: resolved, or never fired
   * @param baseline whether it had expired before anybody looked
   * @param replaced whether another does its work already, so that one event is enough
   */
  record Beginning(Supplier<Alert> row, boolean baseline, boolean replaced) {
    Severity most(Duration rung) {
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
  void follow(Instant end, Resolution later, Beginning beginning) {
    var current = rows.of(end).orElse(null);
    var others = new ArrayList<>(rows.firing());
    others.remove(current);
    others.stream()
        .filter(old -> old.id().incarnation().isBefore(end))
        .forEach(old -> resolve.accept(old, later));
    var fires = descend(current, end, beginning);
    others.stream()
        .filter(old -> !old.id().incarnation().isBefore(end))
        .forEach(old -> earlier(old, fires));
  }

  /** Whether an alert about this end fires now. */
  private boolean descend(@Nullable Alert current, Instant end, Beginning beginning) {
    var descent = new LadderEscalation(draft, matter, end, ladder);
    var reached = descent.reached();
    if (current != null && current.firing()) {
      return goOn(descent, current, reached, beginning.replaced());
    }
    reached.ifPresentOrElse(
        rung ->
            descent.open(beginning.row().get(), rung, beginning.most(rung), beginning.replaced()),
        descent::await);
    return reached.isPresent();
  }

  private boolean goOn(
      LadderEscalation descent, Alert current, Optional<Duration> reached, boolean replaced) {
    var sameLadder = ladder.text().equals(current.progress().ladder());
    if (reached.isEmpty() && !sameLadder) {
      resolve.accept(current, Resolution.RUNGS_CHANGED);
      descent.await();
      return false;
    }
    if (replaced) {
      return true; // what was told of it was its one event
    }
    if (sameLadder) {
      descent.hold(current, reached);
    } else {
      reached.ifPresent(rung -> descent.rebase(current, rung));
    }
    return true;
  }

  /** It ends earlier than was thought: no relief, unless nothing fires for it now. */
  private void earlier(Alert old, boolean fires) {
    if (fires) {
      draft.put(old.resolved(Resolution.EXPIRY_CORRECTED.word()));
    } else {
      resolve.accept(old, Resolution.EXPIRY_CORRECTED);
    }
  }
}
