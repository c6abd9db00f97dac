package io.certvigil.store.view;

import io.certvigil.policy.Explanation;
import io.certvigil.policy.Silence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The explanation of a certificate's alert steps, as JSON.
 *
 * @param nextReminderAt when the next reminder of this step is due; null if there is none
 * @param reminders which one it is, or why there is none; null if its alert does not fire
 */
public record ExplanationView(
    String certificateKey,
    String alertKey,
    String name,
    String rule,
    String because,
    @Nullable Long lifetimeDays,
    @Nullable String renewal,
    @Nullable Instant notAfter,
    List<Step> rungs,
    @Nullable String rung,
    @Nullable String nextRung,
    @Nullable Instant nextAt,
    @Nullable Instant nextReminderAt,
    @Nullable String reminders,
    @Nullable String quiet,
    List<String> uncoveredHosts,
    @Nullable String state,
    @Nullable String severity,
    @Nullable Instant acknowledgedAt,
    @Nullable String acknowledgedBy,
    List<String> silences) {

  /** The explanation of this certificate, with the silences that cover it now. */
  public static ExplanationView of(
      CertificateView certificate, Explanation why, List<Silence> silences) {
    var alert = why.alert();
    var reminder = why.reminder();
    var ack = alert == null ? null : alert.progress().ack();
    return new ExplanationView(
        certificate.key(),
        why.alertKey(),
        why.name(),
        why.rule().word(),
        why.ruleText(),
        why.lifetimeDays(),
        word(why.renewal()),
        why.end(),
        why.steps().stream().map(Step::of).toList(),
        word(why.current()),
        word(why.next()),
        why.nextAt(),
        reminder == null ? null : reminder.at(),
        reminder == null ? null : reminder.text(),
        why.notAlertedReason(),
        why.uncovered(),
        alert == null ? null : alert.state().word(),
        alert == null ? null : alert.severity().word(),
        ack == null ? null : ack.at(),
        ack == null ? null : ack.by(),
        silences.stream().map(Silence::id).toList());
  }

  private static @Nullable String word(@Nullable Duration rung) {
    return AlertJson.rung(rung);
  }

  /** One alert step; {@code dropped} is the reason if it does not count, otherwise null. */
  public record Step(
      String rung,
      @Nullable Instant at,
      boolean passed,
      String severity,
      @Nullable String dropped) {
    private static Step of(Explanation.Step step) {
      return new Step(
          String.valueOf(word(step.rung())),
          step.at(),
          step.passed(),
          step.severity().word(),
          step.dropped());
    }
  }
}
