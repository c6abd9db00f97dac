package io.certvigil.policy;

import static io.certvigil.policy.EventType.CERTIFICATE_EXPIRING;
import static io.certvigil.policy.EventType.CERTIFICATE_EXPIRY_UNKNOWN;
import static io.certvigil.policy.EventType.CERTIFICATE_RESOLVED;
import static io.certvigil.policy.EventType.SOURCE_RECOVERED;
import static io.certvigil.policy.EventType.SOURCE_UNREADABLE;

import io.certvigil.diff.Change;
import io.certvigil.diff.Item;
import io.certvigil.diff.Known;
import io.certvigil.model.Certificate;
import io.certvigil.model.Watched;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Decides one scope: each certificate, then what concerns several of them. */
final class ScopeCase {
  private static final String MASS_ABSENCE = "mass_absence";
  private static final String UNREADABLE = "unreadable";

  private final ScopeContext desk;
  private final Watched watched;
  private final Known known;
  private final Map<String, List<Change>> changes;
  private final Map<String, List<Alert>> alerts;
  private final Map<String, Alert> signals;

  ScopeCase(
      ScopeContext desk,
      Watched watched,
      Known known,
      List<Change> changes,
      Collection<Alert> alerts) {
    this.desk = desk;
    this.watched = watched;
    this.known = known;
    this.changes = grouped(changes, change -> change.certificate().id());
    this.alerts =
        grouped(
            alerts.stream().filter(ScopeCase::ofCertificate).toList(),
            alert -> alert.subject().certificate());
    this.signals =
        alerts.stream()
            .filter(alert -> !ofCertificate(alert))
            .collect(
                Collectors.toMap(alert -> alert.id().key(), alert -> alert, (_, last) -> last));
  }

  Decision decide() {
    var unknown = new ArrayList<Item>();
    for (var item : known.items().values()) {
      var certificate = caseOf(item);
      certificate.decide();
      if (certificate.endUnknown()) {
        unknown.add(item);
      }
    }
    decideUnknown(unknown);
    decideMassAbsence(known.lostAtOnce());
    return desk.draft().decision();
  }

  Decision unwatch() {
    known.items().values().forEach(item -> caseOf(item).resolve(Resolution.UNWATCHED));
    signals.values().stream().filter(Alert::firing).forEach(this::unwatch);
    return desk.draft().decision();
  }

  private CertificateCase caseOf(Item item) {
    var id = item.certificate().id();
    return new CertificateCase(
        desk, item, changes.getOrDefault(id, List.of()), alerts.getOrDefault(id, List.of()));
  }

  private void unwatch(Alert signal) {
    var type =
        signal.subject().kind() == SOURCE_UNREADABLE ? SOURCE_RECOVERED : CERTIFICATE_RESOLVED;
    close(signal, type, Resolution.UNWATCHED.word(), scope() + " is no longer watched");
  }

  /** Certificates whose end nobody could ever read: one alert for all of a scope. */
  private void decideUnknown(List<Item> unknown) {
    var key = Ids.of(CERTIFICATE_EXPIRY_UNKNOWN, watched.scope().key(), UNREADABLE);
    var row = signals.get(key);
    if (row == null || !row.firing()) {
      if (!unknown.isEmpty()) {
        var subject = subject(CERTIFICATE_EXPIRY_UNKNOWN);
        warn(UnladderedAlert.open(row, key, subject, null, desk.now()), unknownEnds(unknown));
      }
      return;
    }
    if (unknown.isEmpty()) {
      var word = Resolution.EXPIRY_CORRECTED.word();
      close(row, CERTIFICATE_RESOLVED, word, scope() + ": every end can be read again");
      return;
    }
    var fresh = unknown.stream().filter(this::newlyUnknown).toList();
    if (!fresh.isEmpty()) {
      warn(UnladderedAlert.again(row, desk.now()), unknownEnds(fresh));
    }
  }

  private boolean newlyUnknown(Item item) {
    return changes.getOrDefault(item.certificate().id(), List.of()).stream()
        .anyMatch(ScopeCase::newlyUnknown);
  }

  private static boolean newlyUnknown(Change change) {
    return switch (change) {
      case Change.Appeared _ -> true;
      case Change.ExpiryChanged(var before, _) -> !ScopeContext.unknown(before);
      case Change.StatusChanged(var before, _) -> Resolution.byStatus(before).isPresent();
      case Change.MetadataChanged(var before, _) -> Resolution.byStatus(before).isPresent();
      case Change.Renewed _, Change.Missed _, Change.Found _, Change.Disappeared _ -> false;
    };
  }

  private String unknownEnds(List<Item> items) {
    var certificates = items.stream().map(Item::certificate).toList();
    return scope()
        + ": the end of "
        + EventText.count(items.size(), "certificate", "certificates")
        + " cannot be read: "
        + names(certificates);
  }

  /** More than half lost at once: told at once, believed after a day. */
  private void decideMassAbsence(List<Item> lost) {
    var key = Ids.of(SOURCE_UNREADABLE, watched.scope().key(), MASS_ABSENCE);
    var row = signals.get(key);
    var firing = row != null && row.firing();
    if (!lost.isEmpty() && !firing) {
      var subject = subject(SOURCE_UNREADABLE);
      warn(UnladderedAlert.open(row, key, subject, MASS_ABSENCE, desk.now()), massAbsence(lost));
    } else if (lost.isEmpty() && row != null && firing) {
      close(row, SOURCE_RECOVERED, MASS_ABSENCE, scope() + ": the loss at once is over");
    }
  }

  private String massAbsence(List<Item> lost) {
    var there = known.items().values().stream().filter(item -> !item.absent()).count();
    return scope()
        + ": "
        + lost.size()
        + " of "
        + EventText.count(there, "certificate", "certificates")
        + " missing at once; they count as removed after 24 h: "
        + names(lost.stream().map(Item::certificate).toList());
  }

  private void warn(Alert alert, String summary) {
    desk.draft().put(alert);
    desk.draft().tell(alert.subject().kind(), alert.severity(), summary, alert, null, null);
  }

  private void close(Alert alert, EventType type, String reason, String summary) {
    var closed = UnladderedAlert.close(alert, reason);
    desk.draft().put(closed);
    desk.draft().tell(type, closed.severity(), summary, closed, null, null);
  }

  private Alert.Subject subject(EventType kind) {
    return new Alert.Subject(kind, watched.scope().key(), "", scope());
  }

  private String scope() {
    return EventText.clean(watched.scope().toString());
  }

  private static String names(List<Certificate> certificates) {
    return EventText.some(
        certificates.stream()
            .map(certificate -> EventText.name(certificate.name(), certificate.id()))
            .toList());
  }

  private static boolean ofCertificate(Alert alert) {
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
