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
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Decides the events and alerts of one certificate. */
final class CertificateCase {
  private static final Set<String> LEAVING_STATUSES =
      Set.of("revoked", "expired", "deleted", "pending_deletion", "pending_revocation");

  private static final String UNCOVERED_HOSTS = "uncovered_hosts";

  /** https://developers.cloudflare.com/ssl/edge-certificates/custom-certificates/renewing/ */
  private static final Duration REMOVED_BEFORE_EXPIRY = Duration.ofHours(24);

  private final ScopeContext context;
  private final DecisionBuilder decision;
  private final KnownCertificate item;
  private final Certificate certificate;
  private final List<Change> changes;
  private final CertificateAlerts alerts;
  private final @Nullable ExpiryRule rule;

  CertificateCase(
      ScopeContext context, KnownCertificate item, List<Change> changes, List<Alert> alerts) {
    this.context = context;
    this.decision = context.decision();
    this.item = item;
    this.certificate = item.certificate();
    this.changes = changes;
    this.alerts = new CertificateAlerts(alerts);
    this.rule = context.rule(certificate);
  }

  /** Resolves the firing alerts for this reason. */
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

  /** Whether it should have an expiry, but none was ever readable. */
  boolean expiryUnknown() {
    return !item.absent()
        && ScopeContext.isExpiryUnknown(certificate)
        && !Certificate.notIssued(certificate.status())
        && !muted()
        && Resolution.byStatus(certificate).isEmpty();
  }

  private boolean muted() {
    return (rule != null && rule.mute()) || ScopeContext.isOwnCredential(certificate);
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
    if (isHandedOver(end)) {
      return;
    }
    var ladder = context.ladders().of(certificate, rule);
    var replaced = context.supersession().isReissued(certificate);
    var newAlert =
        new ExpiryAlertUpdate.NewAlert(
            this::currentAlert, isBaseline(alerts.about(end).orElse(null)), replaced);
    new ExpiryAlertUpdate(decision, alerts, ladder, ladderSubject(replaced), this::resolve)
        .update(end, resolutionForLaterExpiry(), newAlert);
  }

  /** Whether an operator said that its successor is in place. */
  private boolean isHandedOver(Instant end) {
    return alerts
        .about(end)
        .filter(alert -> Resolution.HANDED_OVER.word().equals(alert.reason()))
        .isPresent();
  }

  /** Why an alert about an earlier expiry is resolved. */
  private Resolution resolutionForLaterExpiry() {
    return changes.stream().anyMatch(Change.ExpiryChanged.class::isInstance)
        ? Resolution.EXPIRY_CORRECTED
        : Resolution.RENEWED;
  }

  /** If other certificates cover some of its hosts, the summary names the remaining ones. */
  private LadderSubject ladderSubject(boolean replaced) {
    var uncovered = context.supersession().uncoveredHosts(certificate);
    if (Ladders.isHandOver(certificate)) {
      return LadderSubject.certificate(item, () -> context.summary(item).expiresAfterHandOver());
    }
    if (uncovered.isEmpty()) {
      return LadderSubject.certificate(
          item,
          () ->
              replaced ? context.summary(item).expiresReplaced() : context.summary(item).expires());
    }
    var attributes = new TreeMap<>(certificate.attributes());
    attributes.put(UNCOVERED_HOSTS, String.join(", ", uncovered));
    var shown =
        new KnownCertificate(
            certificate.with(attributes), item.presence(), item.firstSeenAt(), item.lastSeenAt());
    return LadderSubject.certificate(
        shown, () -> context.summary(item).expiresUncovered(uncovered));
  }

  /** A certificate that had expired before the first reading is not alerted as critical. */
  private boolean isBaseline(@Nullable Alert row) {
    return changes.stream().anyMatch(CertificateCase::appearedAtBaseline)
        || (row != null && Resolution.UNWATCHED.word().equals(row.reason()));
  }

  private static boolean appearedAtBaseline(Change change) {
    return change instanceof Change.Appeared(_, var baseline, _) && baseline;
  }

  private void resolve(Alert alert, Resolution resolution) {
    var summary = context.summary(item).resolved(resolution);
    alerts.put(
        decision.resolve(alert, EventType.CERTIFICATE_RESOLVED, resolution.word(), summary, item));
  }

  private void addEventsOf(Change change) {
    switch (change) {
      case Change.Appeared(_, var baseline, _) -> {
        if (!baseline && context.scope().source() != Source.API_TOKENS) { // made by programs, often
          addInfo(EventType.CERTIFICATE_APPEARED, context.summary(item).appeared(), null);
        }
      }
      case Change.Renewed(var before, _) ->
          addInfo(
              EventType.CERTIFICATE_RENEWED,
              context.summary(item).renewed(),
              expiryChange(before, certificate));
      case Change.StatusChanged(var before, _) -> {
        if (isAlarmingStatus(certificate.status()) && !isUnused(certificate)) {
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

  /**
   * Whether nothing can fail because of its status: Cloudflare disables service tokens that nobody
   * uses for 30 days or longer, if the account wants that.
   */
  private static boolean isUnused(Certificate certificate) {
    return Certificate.UNUSED_FOR_30_DAYS.equals(
        certificate.attributes().get(Certificate.LAST_SEEN));
  }

  /** Whether its disappearance is expected and needs no event. */
  private boolean isExpectedDisappearance(Instant since) {
    return certificate.managed()
        || muted()
        || context.isSuperseded(certificate, rule)
        || LEAVING_STATUSES.contains(certificate.status().toLowerCase(Locale.ROOT))
        || certificate.notAfter().filter(end -> isExpiredOrRemovedEarly(end, since)).isPresent();
  }

  /**
   * Whether it has expired, or is so close to expiry that Cloudflare may have removed it for that
   * reason.
   */
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

  /** Adds a one-time warning. The alert counts it, so that no two events have the same id. */
  private void addWarning(EventType type, String summary, Event.@Nullable Field field) {
    var alert =
        alerts.firing().stream().findFirst().orElseGet(this::currentAlert).withNextSequence();
    alerts.put(alert);
    decision.put(alert);
    var severity = alert.firing() ? alert.severity() : Severity.WARNING;
    var firing = alert.firing(severity, alert.progress());
    decision.addEvent(type, Severity.WARNING, summary, firing, item, field);
  }

  /**
   * Adds an event that is sent only to routes that ask for its type. No alert is stored for it,
   * because every renewal may cause one: the second of the reading makes the event ids unique.
   */
  private void addInfo(EventType type, String summary, Event.@Nullable Field field) {
    long second = context.now().getEpochSecond();
    decision.addEvent(type, Severity.INFO, summary, currentAlert(), second, null, item, field);
  }

  /** The alert about the current expiry; a new one that never fired if there is none. */
  private Alert currentAlert() {
    var name = EventText.name(certificate.name(), certificate.id());
    var subject =
        new Alert.Subject(
            EventType.CERTIFICATE_EXPIRING, context.scope().key(), certificate.id(), name);
    return alerts.aboutOrNew(
        certificate.notAfter().orElse(Instant.EPOCH),
        context.alertKey(certificate),
        subject,
        context.now());
  }
}
