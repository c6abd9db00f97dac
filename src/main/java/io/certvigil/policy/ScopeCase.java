package io.certvigil.policy;

import static io.certvigil.policy.EventType.CERTIFICATE_EXPIRING;
import static io.certvigil.policy.EventType.CERTIFICATE_EXPIRY_UNKNOWN;
import static io.certvigil.policy.EventType.CERTIFICATE_RESOLVED;
import static io.certvigil.policy.EventType.SOURCE_RECOVERED;
import static io.certvigil.policy.EventType.SOURCE_UNREADABLE;

import io.certvigil.diff.Change;
import io.certvigil.diff.KnownCertificate;
import io.certvigil.diff.KnownScope;
import io.certvigil.model.Certificate;
import io.certvigil.model.WatchedScope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Decides one scope: each certificate, then the alerts about several of them. */
final class ScopeCase {
  private static final String MASS_ABSENCE = "mass_absence";
  private static final String UNREADABLE = "unreadable";

  private final ScopeContext context;
  private final WatchedScope watched;
  private final KnownScope known;
  private final Map<String, List<Change>> changes;
  private final Map<String, List<Alert>> alerts;
  private final Map<String, Alert> scopeAlerts;

  ScopeCase(
      ScopeContext context,
      WatchedScope watched,
      KnownScope known,
      List<Change> changes,
      Collection<Alert> alerts) {
    this.context = context;
    this.watched = watched;
    this.known = known;
    this.changes = grouped(changes, change -> change.certificate().id());
    this.alerts =
        grouped(
            alerts.stream().filter(ScopeCase::isExpiryAlert).toList(),
            alert -> alert.subject().certificate());
    this.scopeAlerts =
        alerts.stream()
            .filter(alert -> !isExpiryAlert(alert))
            .collect(
                Collectors.toMap(alert -> alert.id().key(), alert -> alert, (_, last) -> last));
  }

  Decision decide() {
    var unknown = new ArrayList<KnownCertificate>();
    for (var item : known.items().values()) {
      var certificate = caseOf(item);
      certificate.decide();
      if (certificate.expiryUnknown()) {
        unknown.add(item);
      }
    }
    decideUnknownExpiries(unknown);
    decideMassAbsence(known.missingInMassLoss());
    return context.decision().build();
  }

  Decision unwatch() {
    known.items().values().forEach(item -> caseOf(item).resolve(Resolution.UNWATCHED));
    scopeAlerts.values().stream().filter(Alert::firing).forEach(this::unwatch);
    return context.decision().build();
  }

  private CertificateCase caseOf(KnownCertificate item) {
    var id = item.certificate().id();
    return new CertificateCase(
        context, item, changes.getOrDefault(id, List.of()), alerts.getOrDefault(id, List.of()));
  }

  private void unwatch(Alert signal) {
    var type =
        signal.subject().kind() == SOURCE_UNREADABLE ? SOURCE_RECOVERED : CERTIFICATE_RESOLVED;
    close(signal, type, Resolution.UNWATCHED.word(), scopeName() + " is no longer watched");
  }

  /** Certificates whose expiry was never readable: one alert for all of a scope. */
  private void decideUnknownExpiries(List<KnownCertificate> unknown) {
    var key = AlertIds.alertKey(CERTIFICATE_EXPIRY_UNKNOWN, watched.scope().key(), UNREADABLE);
    var row = scopeAlerts.get(key);
    if (row == null || !row.firing()) {
      if (!unknown.isEmpty()) {
        var subject = subject(CERTIFICATE_EXPIRY_UNKNOWN);
        addWarning(
            UnladderedAlert.open(row, key, subject, null, context.now()),
            unknownExpirySummary(unknown));
      }
      return;
    }
    if (unknown.isEmpty()) {
      var word = Resolution.EXPIRY_CORRECTED.word();
      close(row, CERTIFICATE_RESOLVED, word, scopeName() + ": every expiry can be read again");
      return;
    }
    var fresh = unknown.stream().filter(this::newlyUnknown).toList();
    if (!fresh.isEmpty()) {
      addWarning(UnladderedAlert.repeat(row, context.now()), unknownExpirySummary(fresh));
    }
  }

  private boolean newlyUnknown(KnownCertificate item) {
    return changes.getOrDefault(item.certificate().id(), List.of()).stream()
        .anyMatch(ScopeCase::newlyUnknown);
  }

  private static boolean newlyUnknown(Change change) {
    return switch (change) {
      case Change.Appeared _ -> true;
      case Change.ExpiryChanged(var before, _) -> !ScopeContext.isExpiryUnknown(before);
      case Change.StatusChanged(var before, _) -> Resolution.byStatus(before).isPresent();
      case Change.MetadataChanged(var before, _) -> Resolution.byStatus(before).isPresent();
      case Change.Renewed _, Change.Missed _, Change.Found _, Change.Disappeared _ -> false;
    };
  }

  private String unknownExpirySummary(List<KnownCertificate> items) {
    var certificates = items.stream().map(KnownCertificate::certificate).toList();
    return scopeName()
        + ": the expiry of "
        + EventText.count(items.size(), "certificate", "certificates")
        + " cannot be read: "
        + names(certificates);
  }

  /**
   * More than half of the certificates missing at once: reported at once, counted as removed after
   * a day.
   */
  private void decideMassAbsence(List<KnownCertificate> lost) {
    var key = AlertIds.alertKey(SOURCE_UNREADABLE, watched.scope().key(), MASS_ABSENCE);
    var row = scopeAlerts.get(key);
    var firing = row != null && row.firing();
    if (!lost.isEmpty() && !firing) {
      var subject = subject(SOURCE_UNREADABLE);
      addWarning(
          UnladderedAlert.open(row, key, subject, MASS_ABSENCE, context.now()),
          massAbsenceSummary(lost));
    } else if (lost.isEmpty() && row != null && firing) {
      close(row, SOURCE_RECOVERED, MASS_ABSENCE, scopeName() + ": the mass absence is over");
    }
  }

  private String massAbsenceSummary(List<KnownCertificate> lost) {
    var there = known.items().values().stream().filter(item -> !item.absent()).count();
    return scopeName()
        + ": "
        + lost.size()
        + " of "
        + EventText.count(there, "certificate", "certificates")
        + " missing at once; they count as removed after 24 h: "
        + names(lost.stream().map(KnownCertificate::certificate).toList());
  }

  private void addWarning(Alert alert, String summary) {
    context.decision().put(alert);
    context
        .decision()
        .addEvent(alert.subject().kind(), alert.severity(), summary, alert, null, null);
  }

  private void close(Alert alert, EventType type, String reason, String summary) {
    var closed = UnladderedAlert.close(alert, reason);
    context.decision().put(closed);
    context.decision().addEvent(type, closed.severity(), summary, closed, null, null);
  }

  private Alert.Subject subject(EventType kind) {
    return new Alert.Subject(kind, watched.scope().key(), "", scopeName());
  }

  private String scopeName() {
    return EventText.clean(watched.scope().toString());
  }

  private static String names(List<Certificate> certificates) {
    return EventText.firstNames(
        certificates.stream()
            .map(certificate -> EventText.name(certificate.name(), certificate.id()))
            .toList());
  }

  private static boolean isExpiryAlert(Alert alert) {
    return alert.subject().kind() == CERTIFICATE_EXPIRING;
  }

  private static <T> Map<String, List<T>> grouped(Collection<T> values, Function<T, String> key) {
    var groups = new HashMap<String, List<T>>();
    for (var value : values) {
      groups.computeIfAbsent(key.apply(value), _ -> new ArrayList<>()).add(value);
    }
    return groups;
  }
}
