package io.certvigil.metrics;

import io.certvigil.diff.Change;
import io.certvigil.diff.KnownCertificate;
import io.certvigil.diff.KnownScope;
import io.certvigil.diff.Presence;
import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.Fault;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import io.certvigil.model.X509Fields;
import io.certvigil.policy.Alert;
import io.certvigil.policy.Event;
import io.certvigil.policy.EventType;
import io.certvigil.policy.Health;
import io.certvigil.policy.Severity;
import io.certvigil.store.CommittedScope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Committed scopes for tests. */
final class MetricsScopes {
  static final Instant TODAY = Instant.parse("2026-11-20T22:00:00Z");
  static final ResourceRef ACME = new ResourceRef("a1", "acme");
  static final ResourceRef EXAMPLE = new ResourceRef("z1", "example.com");
  static final Scope CLIENTS = Scope.ofZone(Source.CLIENT_CERTIFICATES, ACME, EXAMPLE);

  private MetricsScopes() {}

  static Certificate certificate(String id, Duration left) {
    return certificate(id, id + ".example.com", "active", Expiry.on(TODAY.plus(left)));
  }

  static Certificate certificate(String id, String name, String status, Expiry expiry) {
    return new Certificate(id, name, status, null, false, expiry, X509Fields.UNKNOWN, Map.of());
  }

  static KnownCertificate present(Certificate certificate) {
    return new KnownCertificate(certificate, Presence.PRESENT, TODAY, TODAY);
  }

  static KnownCertificate absent(Certificate certificate) {
    return new KnownCertificate(certificate, new Presence.Absent(TODAY), TODAY, TODAY);
  }

  static CommittedScope read(Scope scope, Certificate... certificates) {
    return read(scope, List.of(certificates));
  }

  static CommittedScope read(Scope scope, List<Certificate> certificates) {
    return committed(
        scope,
        certificates.stream().map(MetricsScopes::present).toList(),
        null,
        List.of(),
        List.of());
  }

  /** The same scope in a watch with these labels. */
  static CommittedScope labelled(CommittedScope made, Map<String, String> labels) {
    var watched = made.watched();
    return new CommittedScope(
        made.transaction(),
        new WatchedScope(
            watched.scope(), watched.credential(), watched.watch(), watched.interval(), labels),
        made.health(),
        made.known(),
        made.items(),
        made.expected(),
        made.changes(),
        made.firing(),
        made.events());
  }

  static CommittedScope committed(
      Scope scope,
      List<KnownCertificate> items,
      @Nullable Fault fault,
      List<Change> changes,
      List<Alert> firing) {
    var known =
        items.stream()
            .collect(Collectors.toMap(item -> item.certificate().id(), Function.identity()));
    var interval = Duration.ofHours(1);
    return new CommittedScope(
        0,
        new WatchedScope(scope, "main", "main", interval, Map.of("team", "platform")),
        health(scope, items.isEmpty() && fault != null ? null : TODAY, fault),
        new KnownScope(scope, true, interval, known),
        items.size(),
        items.size(),
        changes,
        firing,
        List.of());
  }

  static Health health(Scope scope, @Nullable Instant completeAt, @Nullable Fault fault) {
    return new Health(
        scope.key(),
        scope.toString(),
        "main",
        scope.source(),
        Duration.ofHours(1),
        null,
        TODAY,
        TODAY,
        completeAt,
        fault,
        fault == null ? null : TODAY.minus(Duration.ofHours(1)),
        fault == null ? 0 : 2,
        null,
        null);
  }

  static Alert firing(String scopeKey, String certificate, Severity severity) {
    return new Alert(
        new Alert.Id("k" + certificate, Instant.EPOCH, 1),
        new Alert.Subject(
            scopeKey.isEmpty() ? EventType.SOURCE_UNREADABLE : EventType.CERTIFICATE_EXPIRING,
            scopeKey,
            certificate,
            certificate),
        Alert.State.FIRING,
        null,
        severity,
        new Alert.Progress(null, "", TODAY, TODAY, 0, 0, null));
  }

  static Event event(EventType type, Alert alert) {
    return new Event(
        "evt_1",
        type,
        TODAY,
        alert.severity(),
        "summary",
        alert,
        null,
        List.of(),
        null,
        null,
        null);
  }
}
