package io.certvigil.policy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The expiry alerts of one certificate, one for each incarnation, during a decision. */
final class CertificateAlerts {
  private static final Duration SAME_EXPIRY_TOLERANCE = Duration.ofHours(1);

  private final List<Alert> alerts;

  CertificateAlerts(Collection<Alert> alerts) {
    this.alerts = new ArrayList<>(alerts);
  }

  List<Alert> firing() {
    if (alerts.isEmpty()) {
      return List.of();
    }
    return alerts.stream().filter(Alert::firing).toList();
  }

  /**
   * The alert about this expiry: one whose incarnation differs by less than an hour, preferring a
   * firing one, then the nearest. If two fire, only this one continues.
   */
  Optional<Alert> about(Instant end) {
    if (alerts.isEmpty()) {
      return Optional.empty();
    }
    return alerts.stream()
        .filter(alert -> distance(alert, end).compareTo(SAME_EXPIRY_TOLERANCE) < 0)
        .min(
            Comparator.comparing((Alert alert) -> !alert.firing())
                .thenComparing(alert -> distance(alert, end))
                .thenComparing(alert -> alert.id().incarnation()));
  }

  /**
   * The alert about this expiry; if there is none, one that has never fired: the initial state, in
   * which its events are counted.
   */
  Alert aboutOrNew(Instant end, String key, Alert.Subject subject, Instant now) {
    var id = new Alert.Id(key, end.truncatedTo(ChronoUnit.SECONDS), 1);
    var progress = Alert.Progress.start(now, 0);
    return about(end)
        .orElseGet(
            () -> new Alert(id, subject, Alert.State.RESOLVED, null, Severity.INFO, progress));
  }

  void put(Alert alert) {
    alerts.removeIf(old -> old.id().incarnation().equals(alert.id().incarnation()));
    alerts.add(alert);
  }

  private static Duration distance(Alert alert, Instant end) {
    return Duration.between(alert.id().incarnation(), end).abs();
  }
}
