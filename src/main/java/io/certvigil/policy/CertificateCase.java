package io.certvigil.policy;

import io.certvigil.diff.Change;
import io.certvigil.diff.Item;
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
  private static final Set<String> LEAVING =
      Set.of("revoked", "expired", "deleted", "pending_deletion", "pending_revocation");

  private static final String UNCOVERED = "uncovered_hosts";

  /** https://developers.cloudflare.com/ssl/edge-certificates/custom-certificates/renewing/ */
  private static final Duration TAKEN_AWAY_BEFORE_END = Duration.ofHours(24);

  private final ScopeContext desk;
  private final Item item;
  private final Certificate certificate;
  private final List<Change> changes;
  private final CertificateAlerts rows;
  private final @Nullable ExpiryRule rule;

  CertificateCase(ScopeContext desk, Item item, List<Change> changes, List<Alert> alerts) {
    this.desk = desk;
    this.item = item;
    this.certificate = item.certificate();
    this.changes = changes;
    this.rows = new CertificateAlerts(alerts);
    this.rule = desk.rule(certificate);
  }

  /** Resolves what fires, for this reason. */
  void resolve(Resolution resolution) {
    rows.firing().forEach(alert -> resolve(alert, resolution));
  }

  void decide() {
    if (item.absent()) {
      absent();
    } else if (muted()) {
      resolve(Resolution.RUNGS_CHANGED);
    } else {
      changes.forEach(this::tell);
      desk.quiet(certificate, rule).ifPresentOrElse(this::resolve, this::decideEnd);
    }
  }

  /** Whether it should have an end, and nobody could ever read it. */
  boolean endUnknown() {
    return !item.absent()
        && ScopeContext.unknown(certificate)
        && !Certificate.notIssued(certificate.status())
        && !muted()
        && Resolution.byStatus(certificate).isEmpty();
  }

  private boolean muted() {
    return rule != null && rule.mute();
  }

  private void absent() {
    if (rows.firing().isEmpty()) {
      changes.forEach(this::tell);
    } else {
      resolve(Resolution.REMOVED);
    }
  }

  private void decideEnd() {
    certificate
        .notAfter()
        .ifPresentOrElse(this::decideEnd, () -> resolve(Resolution.EXPIRY_CORRECTED));
  }

  private void decideEnd(Instant end) {
    var ladder = desk.ladder(certificate, rule);
    var replaced = desk.supersession().reissued(certificate);
    var beginning =
        new ExpiryAlertUpdate.Beginning(this::row, baseline(rows.of(end).orElse(null)), replaced);
    new ExpiryAlertUpdate(desk.draft(), rows, ladder, matter(replaced), this::resolve)
        .follow(end, later(), beginning);
  }

  /** Why an alert about an earlier end is over. */
  private Resolution later() {
    return changes.stream().anyMatch(Change.ExpiryChanged.class::isInstance)
        ? Resolution.EXPIRY_CORRECTED
        : Resolution.RENEWED;
  }

  /** Where others cover some of its hosts, those that are left are named. */
  private LadderSubject matter(boolean replaced) {
    var uncovered = desk.supersession().uncovered(certificate);
    if (uncovered.isEmpty()) {
      return LadderSubject.certificate(
          item, () -> replaced ? desk.words(item).expiresReplaced() : desk.words(item).expires());
    }
    var attributes = new TreeMap<>(certificate.attributes());
    attributes.put(UNCOVERED, String.join(", ", uncovered));
    return LadderSubject.certificate(
        with(attributes), () -> desk.words(item).expiresUncovered(uncovered));
  }

  private Item with(Map<String, String> attributes) {
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
    return new Item(shown, item.presence(), item.firstSeenAt(), item.lastSeenAt());
  }

  /** What had expired before we ever looked is no news. */
  private boolean baseline(@Nullable Alert row) {
    return changes.stream().anyMatch(CertificateCase::atBaseline)
        || (row != null && Resolution.UNWATCHED.word().equals(row.reason()));
  }

  private static boolean atBaseline(Change change) {
    return change instanceof Change.Appeared(_, var baseline, _) && baseline;
  }

  private void resolve(Alert alert, Resolution resolution) {
    var resolved = alert.counted().resolved(resolution.word());
    rows.put(resolved);
    desk.draft().put(resolved);
    desk.draft()
        .tell(
            EventType.CERTIFICATE_RESOLVED,
            alert.severity(),
            desk.words(item).resolved(resolution),
            resolved,
            item,
            null);
  }

  private void tell(Change change) {
    switch (change) {
      case Change.Appeared(_, var baseline, _) -> {
        if (!baseline) {
          mention(EventType.CERTIFICATE_APPEARED, desk.words(item).appeared(), null);
        }
      }
      case Change.Renewed(var before, _) ->
          mention(
              EventType.CERTIFICATE_RENEWED, desk.words(item).renewed(), end(before, certificate));
      case Change.StatusChanged(var before, _) -> {
        if (alarming(certificate.status())) {
          warn(
              EventType.CERTIFICATE_STATUS_CHANGED,
              desk.words(item).became(before.status()),
              new Event.Field("status", before.status(), certificate.status()));
        }
      }
      case Change.Disappeared(_, var since) -> {
        if (!expected(since)) {
          warn(EventType.CERTIFICATE_DISAPPEARED, desk.words(item).disappeared(), null);
        }
      }
      case Change.ExpiryChanged _, Change.MetadataChanged _, Change.Missed _, Change.Found _ -> {}
    }
  }

  private static boolean alarming(String status) {
    var word = status.toLowerCase(Locale.ROOT);
    return word.equals("revoked") || word.equals("inactive") || word.endsWith("_timed_out");
  }

  /** Whether its going surprises nobody. */
  private boolean expected(Instant since) {
    return certificate.managed()
        || muted()
        || desk.superseded(certificate, rule)
        || LEAVING.contains(certificate.status().toLowerCase(Locale.ROOT))
        || certificate.notAfter().filter(end -> over(end, since)).isPresent();
  }

  /** Whether it had ended, or so nearly that Cloudflare may have taken it away for that. */
  private boolean over(Instant end, Instant since) {
    var takenAway =
        desk.scope().source() == Source.CUSTOM_CERTIFICATES
            && !end.minus(TAKEN_AWAY_BEFORE_END).isAfter(since);
    return takenAway || !end.isAfter(desk.now());
  }

  private static Event.Field end(Certificate before, Certificate after) {
    return new Event.Field("not_after", text(before), text(after));
  }

  private static String text(Certificate certificate) {
    return certificate.notAfter().map(Instant::toString).orElse("");
  }

  /** A warning for once, which a row must count so that no two have the same id. */
  private void warn(EventType type, String summary, Event.@Nullable Field field) {
    var alert = rows.firing().stream().findFirst().orElseGet(this::row).counted();
    rows.put(alert);
    desk.draft().put(alert);
    var told =
        new Alert(
            alert.id(),
            alert.subject(),
            Alert.State.FIRING,
            null,
            alert.firing() ? alert.severity() : Severity.WARNING,
            alert.progress());
    desk.draft().tell(type, Severity.WARNING, summary, told, item, field);
  }

  /**
   * What only those hear who ask for it. It leaves no row, for there may be one at every renewal:
   * the second of the reading tells such events apart.
   */
  private void mention(EventType type, String summary, Event.@Nullable Field field) {
    desk.draft()
        .tell(type, Severity.INFO, summary, row(), desk.now().getEpochSecond(), item, field);
  }

  /** The row about the present end; where there is none, one that never fired. */
  private Alert row() {
    var end = certificate.notAfter().orElse(Instant.EPOCH);
    return rows.of(end)
        .orElseGet(
            () ->
                Alert.dormant(
                    new Alert.Id(desk.key(certificate), ScopeContext.incarnation(end), 1),
                    subject(),
                    desk.now()));
  }

  private Alert.Subject subject() {
    return new Alert.Subject(
        EventType.CERTIFICATE_EXPIRING,
        desk.scope().key(),
        certificate.id(),
        EventText.name(certificate.name(), certificate.id()));
  }
}
