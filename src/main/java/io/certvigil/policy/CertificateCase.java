package io.certvigil.policy;

import io.certvigil.diff.Change;
import io.certvigil.diff.KnownCertificate;
import io.certvigil.model.Certificate;
import io.certvigil.model.Source;
import io.certvigil.policy.PolicySettings.ExpiryRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Decides one certificate: what became of it, and of its alert. */
final class CertificateCase {
  private static final Set<String> LEAVING_STATUSES =
      Set.of("revoked", "expired", "deleted", "pending_deletion", "pending_revocation");

  private static final String UNCOVERED_HOSTS = "uncovered_hosts";

  /** https://developers.cloudflare.com/ssl/edge-certificates/custom-certificates/renewing/ */
  private static final Duration REMOVED_BEFORE_EXPIRY = Duration.ofHours(24);

  private final ScopeContext context;
  private final KnownCertificate item;
  private final Certificate certificate;
  private final List<Change> changes;
  private final CertificateAlerts alerts;
  private final @Nullable ExpiryRule rule;

  CertificateCase(
      ScopeContext desk, KnownCertificate item, List<Change> changes, List<Alert> alerts) {
    this.context = desk;
    this.item = item;
    this.certificate = item.certificate();
    this.changes = changes;
    this.alerts = new CertificateAlerts(alerts);
    this.rule = desk.rule(certificate);
  }

  /** Resolves what fires, for this reason. */
  void resolve(Resolution resolution) {
    alerts.firing().forEach(alert -> resolve(alert, resolution));
  }

  void decide() {
    if (item.absent()) {
      decideAbsent();
    } else if (muted()) {
      resolve(Resolution.RUNGS_CHANGED);
    } else {
      changes.forEach(this::addEventsOf);
      context
          .notAlertedReason(certificate, rule)
          .ifPresentOrElse(this::resolve, this::decideExpiry);
    }
  }

  /** Whether it should have an end, and nobody could ever read it. */
  boolean expiryUnknown() {
    return !item.absent()
        && ScopeContext.isExpiryUnknown(certificate)
        && !Certificate.notIssued(certificate.status())
        && !muted()
        && Resolution.byStatus(certificate).isEmpty();
  }

  private boolean muted() {
    return rule != null && rule.mute();
  }

  private void decideAbsent() {
    if (alerts.firing().isEmpty()) {
      changes.forEach(this::addEventsOf);
    } else {
      resolve(Resolution.REMOVED);
    }
  }

  private void decideExpiry() {
    certificate
        .notAfter()
        .ifPresentOrElse(this::decideExpiry, () -> resolve(Resolution.EXPIRY_CORRECTED));
  }

  private void decideExpiry(Instant end) {
    var ladder = context.ladder(certificate, rule);
    var replaced = context.supersession().isReissued(certificate);
    var beginning =
        new ExpiryAlertUpdate.NewAlert(
            this::currentAlert, isBaseline(alerts.about(end).orElse(null)), replaced);
    new ExpiryAlertUpdate(
            context.decision(), alerts, ladder, ladderSubject(replaced), this::resolve)
        .update(end, resolutionForLaterExpiry(), beginning);
  }

  /** Why an alert about an earlier end is over. */
  private Resolution resolutionForLaterExpiry() {
    return changes.stream().anyMatch(Change.ExpiryChanged.class::isInstance)
        ? Resolution.EXPIRY_CORRECTED
        : Resolution.RENEWED;
  }

  /** Where others cover some of its hosts, those that are left are named. */
  private LadderSubject ladderSubject(boolean replaced) {
    var uncovered = context.supersession().uncoveredHosts(certificate);
    if (uncovered.isEmpty()) {
      return LadderSubject.certificate(
          item,
          () ->
              replaced ? context.summary(item).expiresReplaced() : context.summary(item).expires());
    }
    var attributes = new TreeMap<>(certificate.attributes());
    attributes.put(UNCOVERED_HOSTS, String.join(", ", uncovered));
    return LadderSubject.certificate(
        with(attributes), () -> context.summary(item).expiresUncovered(uncovered));
  }

  private KnownCertificate with(Map<String, String> attributes) {
    var shown =
        new Certificate(
            certificate.id(),
            certificate.name(),
            certificate.status(),
            certificate.inUse(),
            certificate.managed(),
            certificate.expiry(),
            certificate.x509(),
            attributes);
    return new KnownCertificate(shown, item.presence(), item.firstSeenAt(), item.lastSeenAt());
  }

  /** What had expired before we ever looked is no news. */
  private boolean isBaseline(@Nullable Alert row) {
    return changes.stream().anyMatch(CertificateCase::appearedAtBaseline)
        || (row != null && Resolution.UNWATCHED.word().equals(row.reason()));
  }

  private static boolean appearedAtBaseline(Change change) {
    return change instanceof Change.Appeared(_, var baseline, _) && baseline;
  }

  private void resolve(Alert alert, Resolution resolution) {
    var resolved = alert.withNextSequence().resolved(resolution.word());
    alerts.put(resolved);
    context.decision().put(resolved);
    context
        .decision()
        .addEvent(
            EventType.CERTIFICATE_RESOLVED,
            alert.severity(),
            context.summary(item).resolved(resolution),
            resolved,
            item,
            null);
  }

  private void addEventsOf(Change change) {
    switch (change) {
      case Change.Appeared(_, var baseline, _) -> {
        if (!baseline) {
          addInfo(EventType.CERTIFICATE_APPEARED, context.summary(item).appeared(), null);
        }
      }
      case Change.Renewed(var before, _) ->
          addInfo(
              EventType.CERTIFICATE_RENEWED,
              context.summary(item).renewed(),
              expiryChange(before, certificate));
      case Change.StatusChanged(var before, _) -> {
        if (isAlarmingStatus(certificate.status())) {
          addWarning(
              EventType.CERTIFICATE_STATUS_CHANGED,
              context.summary(item).statusChanged(before.status()),
              new Event.Field("status", before.status(), certificate.status()));
        }
      }
      case Change.Disappeared(_, var since) -> {
        if (!isExpectedDisappearance(since)) {
          addWarning(EventType.CERTIFICATE_DISAPPEARED, context.summary(item).disappeared(), null);
        }
      }
      case Change.ExpiryChanged _, Change.MetadataChanged _, Change.Missed _, Change.Found _ -> {}
    }
  }

  private static boolean isAlarmingStatus(String status) {
    var word = status.toLowerCase(Locale.ROOT);
    return word.equals("revoked") || word.equals("inactive") || word.endsWith("_timed_out");
  }

  /** Whether its going surprises nobody. */
  private boolean isExpectedDisappearance(Instant since) {
    return certificate.managed()
        || muted()
        || context.isSuperseded(certificate, rule)
        || LEAVING_STATUSES.contains(certificate.status().toLowerCase(Locale.ROOT))
        || certificate.notAfter().filter(end -> isExpiredOrRemovedEarly(end, since)).isPresent();
  }

  /** Whether it had ended, or so nearly that Cloudflare may have taken it away for that. */
  private boolean isExpiredOrRemovedEarly(Instant end, Instant since) {
    var takenAway =
        context.scope().source() == Source.CUSTOM_CERTIFICATES
            && !end.minus(REMOVED_BEFORE_EXPIRY).isAfter(since);
    return takenAway || !end.isAfter(context.now());
  }

  private static Event.Field expiryChange(Certificate before, Certificate after) {
    return new Event.Field("not_after", expiryText(before), expiryText(after));
  }

  private static String expiryText(Certificate certificate) {
    return certificate.notAfter().map(Instant::toString).orElse("");
  }

  /** A warning for once, which a row must count so that no two have the same id. */
  private void addWarning(EventType type, String summary, Event.@Nullable Field field) {
    var alert =
        alerts.firing().stream().findFirst().orElseGet(this::currentAlert).withNextSequence();
    alerts.put(alert);
    context.decision().put(alert);
    var told =
        new Alert(
            alert.id(),
            alert.subject(),
            Alert.State.FIRING,
            null,
            alert.firing() ? alert.severity() : Severity.WARNING,
            alert.progress());
    context.decision().addEvent(type, Severity.WARNING, summary, told, item, field);
  }

  /**
   * What only those hear who ask for it. It leaves no row, for there may be one at every renewal:
   * the second of the reading tells such events apart.
   */
  private void addInfo(EventType type, String summary, Event.@Nullable Field field) {
    context
        .decision()
        .addEvent(
            type,
            Severity.INFO,
            summary,
            currentAlert(),
            context.now().getEpochSecond(),
            item,
            field);
  }

  /** The row about the present end; where there is none, one that never fired. */
  private Alert currentAlert() {
    var end = certificate.notAfter().orElse(Instant.EPOCH);
    return alerts
        .about(end)
        .orElseGet(
            () ->
                Alert.neverFired(
                    new Alert.Id(context.alertKey(certificate), ScopeContext.incarnation(end), 1),
                    subject(),
                    context.now()));
  }

  private Alert.Subject subject() {
    return new Alert.Subject(
        EventType.CERTIFICATE_EXPIRING,
        context.scope().key(),
        certificate.id(),
        EventText.name(certificate.name(), certificate.id()));
  }
}
