package io.certvigil.policy;

import static io.certvigil.policy.EventType.CERTIFICATE_EXPIRING;
import static io.certvigil.policy.EventType.CERTIFICATE_EXPIRY_UNKNOWN;
import static io.certvigil.policy.EventType.CERTIFICATE_RESOLVED;
import static io.certvigil.policy.EventType.SOURCE_RECOVERED;
import static io.certvigil.policy.EventType.SOURCE_UNREADABLE;

import io.certvigil.diff.Change;
import io.certvigil.diff.KnownCertificate;
import io.certvigil.diff.KnownScope;
import io.certvigil.model.Scope;
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
  private final DecisionBuilder decision;
  private final Scope scope;
  private final KnownScope known;
  private final Map<String, List<Change>> changes;
  private final Map<String, List<Alert>> alerts;
  private final Map<String, Alert> scopeAlerts;

  ScopeCase(
      ScopeContext context, KnownScope known, List<Change> changes, Collection<Alert> alerts) {
    this.context = context;
    this.decision = context.decision();
    this.scope = context.scope();
    this.known = known;
    this.changes = grouped(changes, change -> change.certificate().id());
    this.alerts =
        grouped(
            alerts.stream().filter(ScopeCase::isExpiryAlert).toList(),
            alert -> alert.subject().certificate());
    this.scopeAlerts =
        alerts.stream()
            .filter(alert -> !isExpiryAlert(alert) && !alert.subject().kind().isOfCondition())
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
    return decision.build();
  }

  Decision unwatch() {
    known.items().values().forEach(item -> caseOf(item).resolve(Resolution.UNWATCHED));
    scopeAlerts.values().stream().filter(Alert::firing).forEach(this::unwatch);
    return decision.build();
  }

  private CertificateCase caseOf(KnownCertificate item) {
    var id = item.certificate().id();
    return new CertificateCase(
        context, item, changes.getOrDefault(id, List.of()), alerts.getOrDefault(id, List.of()));
  }

  private void unwatch(Alert signal) {
    var type =
        signal.subject().kind() == SOURCE_UNREADABLE ? SOURCE_RECOVERED : CERTIFICATE_RESOLVED;
    var summary = scopeName() + " is no longer watched";
    decision.resolve(signal, type, Resolution.UNWATCHED.word(), summary, null);
  }

  /** Certificates whose expiry was never readable: one alert for all of a scope. */
  private void decideUnknownExpiries(List<KnownCertificate> unknown) {
    var alert = alert(CERTIFICATE_EXPIRY_UNKNOWN, UNREADABLE);
    var fresh = unknown.stream().filter(this::newlyUnknown).toList();
    if (!alert.firing()) {
      if (!unknown.isEmpty()) {
        alert.open(null, unknownExpirySummary(unknown));
      }
    } else if (unknown.isEmpty()) {
      alert.close(
          CERTIFICATE_RESOLVED,
          Resolution.EXPIRY_CORRECTED.word(),
          scopeName() + ": every expiry can be read again");
    } else if (!fresh.isEmpty()) {
      alert.repeat(unknownExpirySummary(fresh));
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
    var count = EventText.count(items.size(), "certificate", "certificates");
    return "%s: the expiry of %s cannot be read: %s".formatted(scopeName(), count, names(items));
  }

  /**
   * More than half of the certificates missing at once: reported at once, counted as removed after
   * a day.
   */
  private void decideMassAbsence(List<KnownCertificate> lost) {
    alert(SOURCE_UNREADABLE, MASS_ABSENCE)
        .toggle(
            !lost.isEmpty(),
            MASS_ABSENCE,
            () -> massAbsenceSummary(lost),
            SOURCE_RECOVERED,
            scopeName() + ": the mass absence is over");
  }

  private String massAbsenceSummary(List<KnownCertificate> lost) {
    var there = known.items().values().stream().filter(item -> !item.absent()).count();
    return "%s: %s of %s missing at once; they count as removed after 24 h: %s"
        .formatted(
            scopeName(),
            lost.size(),
            EventText.count(there, "certificate", "certificates"),
            names(lost));
  }

  /** The alert of this kind about the whole scope. */
  private UnladderedAlert alert(EventType kind, String reason) {
    var key = AlertIds.alertKey(kind, scope.key(), reason);
    var subject = new Alert.Subject(kind, scope.key(), "", scopeName());
    return new UnladderedAlert(decision, scopeAlerts.get(key), key, subject);
  }

  private String scopeName() {
    return EventText.clean(scope.toString());
  }

  private static String names(List<KnownCertificate> items) {
    return EventText.firstNames(
        items.stream()
            .map(KnownCertificate::certificate)
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
