package io.certvigil.policy;

import io.certvigil.diff.KnownCertificate;
import io.certvigil.diff.KnownScope;
import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.WatchedScope;
import io.certvigil.policy.Explanation.Rule;
import io.certvigil.policy.Explanation.Step;
import io.certvigil.policy.PolicySettings.ExpiryRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Explains what {@link ScopeCase} would decide for one certificate, and why. */
final class Explainer {
  private final ScopeContext context;
  private final Instant now;

  Explainer(PolicySettings settings, WatchedScope watched, KnownScope known, Instant now) {
    this.context = ScopeContext.of(settings, watched, known, now);
    this.now = now;
  }

  Explanation explain(KnownCertificate item, Collection<Alert> alerts) {
    var certificate = item.certificate();
    var rule = context.rule(certificate);
    var ladder = context.ladders().of(certificate, rule);
    var end = certificate.notAfter().orElse(null);
    var alert = alert(certificate, alerts, end);
    var notAlertedReason = notAlertedReason(item, rule).orElse(null);
    var current = currentRung(alert, ladder, end);
    var next =
        notAlertedReason == null && end != null
            ? nextRung(ladder, current, certificate, alert)
            : null;
    var nextAt = next == null || end == null ? null : subtract(end, next);
    return new Explanation(
        context.alertKey(certificate),
        EventText.name(certificate.name(), certificate.id()),
        ruleOf(certificate, rule),
        ladder.rule(),
        rule == null ? null : rule.match(),
        Ladders.lifetimeDays(certificate).orElse(null),
        Ladders.renewal(certificate).orElse(null),
        end,
        steps(certificate, rule, ladder, end),
        current,
        next,
        nextAt,
        notAlertedReason == null ? reminder(alert, ladder, certificate, nextAt) : null,
        notAlertedReason,
        context.supersession().uncoveredHosts(certificate),
        alert);
  }

  private @Nullable Alert alert(
      Certificate certificate, Collection<Alert> alerts, @Nullable Instant end) {
    var mine =
        new CertificateAlerts(
            alerts.stream()
                .filter(alert -> alert.id().key().equals(context.alertKey(certificate)))
                .toList());
    return mine.firing().stream()
        .findFirst()
        .or(() -> end == null ? Optional.empty() : mine.about(end))
        .orElse(null);
  }

  /** Whether no expiry alert would fire for it at any time. */
  boolean isNeverAlerted(KnownCertificate item) {
    return notAlertedReason(item, context.rule(item.certificate())).isPresent();
  }

  private static Rule ruleOf(Certificate certificate, @Nullable ExpiryRule rule) {
    if (rule != null && rule.rungs() != null) {
      return Rule.OVERRIDE;
    }
    return certificate.managed() ? Rule.MANAGED : Rule.MANUAL;
  }

  private Optional<String> notAlertedReason(KnownCertificate item, @Nullable ExpiryRule rule) {
    var certificate = item.certificate();
    if (item.absent()) {
      return Optional.of("removed: it is no longer in Cloudflare");
    }
    if (rule != null && rule.mute()) {
      return Optional.of("muted by an override");
    }
    if (ScopeContext.isOwnCredential(certificate)) {
      var name = EventText.clean(certificate.attributes().getOrDefault(Certificate.CREDENTIAL, ""));
      return Optional.of("it is credential " + name + ", whose own alert is credential.expiring");
    }
    return context
        .notAlertedReason(certificate, rule)
        .map(resolution -> reasonText(resolution, certificate))
        .or(() -> withoutExpiryReason(certificate));
  }

  private static String reasonText(Resolution resolution, Certificate certificate) {
    return switch (resolution) {
      case SUPERSEDED -> "superseded: other active certificates that expire later replace it";
      case REVOKED -> "not alerted: its status is " + EventText.clean(certificate.status());
      case NOT_IN_USE -> "not in use: its status is " + EventText.clean(certificate.status());
      case RENEWED, EXPIRY_CORRECTED, REMOVED, UNWATCHED, RUNGS_CHANGED, HANDED_OVER ->
          resolution.word();
    };
  }

  private static Optional<String> withoutExpiryReason(Certificate certificate) {
    return switch (certificate.expiry()) {
      case Expiry.On _ -> Optional.empty();
      case Expiry.Never _ -> Optional.of("it never expires");
      case Expiry.Unreadable(_, var lastKnown) ->
          lastKnown == null ? Optional.of("its expiry was never readable") : Optional.empty();
    };
  }

  private @Nullable Duration currentRung(
      @Nullable Alert alert, Ladder ladder, @Nullable Instant end) {
    if (alert != null && alert.firing()) {
      return alert.progress().rung();
    }
    return end == null ? null : ladder.reached(Duration.between(now, end)).orElse(null);
  }

  /** For a certificate that another one replaces, no further events follow the first one. */
  private @Nullable Duration nextRung(
      Ladder ladder, @Nullable Duration current, Certificate certificate, @Nullable Alert alert) {
    if (alert != null && alert.firing() && context.supersession().isReissued(certificate)) {
      return null;
    }
    return current == null ? ladder.first() : ladder.below(current).orElse(null);
  }

  /** As {@link LadderEscalation} sends them. */
  private Explanation.@Nullable Reminder reminder(
      @Nullable Alert alert, Ladder ladder, Certificate certificate, @Nullable Instant nextAt) {
    if (alert == null || !alert.firing()) {
      return null;
    }
    var progress = alert.progress();
    var ack = progress.ack();
    var rung = progress.rung();
    if (context.supersession().isReissued(certificate)) {
      return none("another certificate replaces it");
    }
    if (ack != null) {
      return none("acknowledged by " + EventText.clean(ack.by()));
    }
    var severity =
        rung == null ? alert.severity() : Severity.lesser(ladder.severity(rung), alert.severity());
    var due = Reminders.next(severity, progress);
    if (due.isPresent() && nextAt != null && !due.get().isBefore(nextAt)) {
      return none("the next step comes before it");
    }
    return due.map(at -> new Explanation.Reminder(Reminders.text(severity, progress), at))
        .orElseGet(() -> none(Reminders.whyNone(severity, progress)));
  }

  private static Explanation.Reminder none(String why) {
    return new Explanation.Reminder("none: " + why, null);
  }

  private List<Step> steps(
      Certificate certificate, @Nullable ExpiryRule rule, Ladder ladder, @Nullable Instant end) {
    var reissued = context.supersession().isReissued(certificate);
    var steps = new ArrayList<Step>();
    for (var rung : ladder.rungs()) {
      var severity = ladder.severity(rung);
      var shown = reissued ? Severity.lesser(severity, Severity.WARNING) : severity;
      steps.add(step(rung, end, shown, null));
    }
    context
        .ladders()
        .dropped(certificate, rule)
        .forEach((rung, why) -> steps.add(step(rung, end, ladder.severity(rung), why)));
    steps.sort(Comparator.comparing(Step::rung).reversed());
    return steps;
  }

  private Step step(
      Duration rung, @Nullable Instant end, Severity severity, @Nullable String dropped) {
    var at = end == null ? null : subtract(end, rung);
    return new Step(rung, at, at != null && !at.isAfter(now), severity, dropped);
  }

  /** Subtracts without overflow: Cloudflare can return dates far in the past. */
  private static Instant subtract(Instant end, Duration rung) {
    return end.isBefore(Instant.MIN.plus(rung)) ? Instant.MIN : end.minus(rung);
  }
}
