package io.certvigil.web.pages;

import io.certvigil.model.ReadableDuration;
import io.certvigil.policy.Explanation;
import io.certvigil.policy.Explanation.Step;
import io.certvigil.policy.Ladder;
import io.certvigil.web.html.Html;
import java.time.Duration;
import java.time.Instant;

/**
 * Explains when alerts are sent for a certificate: its ladder, the current step and the next one.
 */
final class ExplanationPart {
  private final CertificateDetailView view;
  private final Instant now;

  ExplanationPart(CertificateDetailView view, Instant now) {
    this.view = view;
    this.now = now;
  }

  void add(Html html) {
    html.add("<section>\n<h2>Alert steps</h2>\n");
    var explanation = view.explanation();
    if (explanation == null) {
      html.add(
          "<p class='empty'>It is no longer watched: no alerts are sent for it.</p></section>\n");
      return;
    }
    html.add("<div class='card pad'><p class='rung'>{}</p>\n", currentStep(explanation));
    html.add("<p>{}</p>\n", explanation.ruleText());
    notes(html, explanation);
    steps(html, explanation);
    alertState(html, explanation);
    html.add("</div></section>\n");
  }

  private Html.Part currentStep(Explanation explanation) {
    var current = explanation.current();
    var next = explanation.next();
    var at = explanation.nextAt();
    return html -> {
      html.add(
          "<b>{}</b>",
          current == null ? "No alert step reached yet" : "At alert step " + rung(current));
      if (next != null && at != null) {
        html.add("; next step {} at {}", rung(next), at);
      } else if (explanation.notAlertedReason() == null) {
        html.add("; no further steps");
      }
      if (at != null && at.isAfter(now)) {
        html.add(" (in {})", ReadableDuration.of(Duration.between(now, at)));
      }
      var reminder = explanation.reminder();
      if (reminder != null) {
        html.add("; {}", reminder.at() == null ? "reminders: " + reminder.text() : reminder.text());
        html.addIfPresent(" at {}", reminder.at());
      }
      html.add(".");
    };
  }

  private static String rung(Duration rung) {
    return rung.isZero() ? "expired" : Ladder.format(rung);
  }

  private static void notes(Html html, Explanation explanation) {
    html.addIfPresent(
        "<p class='note'>No alerts are sent now: {}.</p>\n", explanation.notAlertedReason());
    if (!explanation.uncovered().isEmpty()) {
      html.add(
          "<p class='note'>No other certificate covers {}.</p>\n",
          String.join(" ", explanation.uncovered()));
    }
  }

  private static void steps(Html html, Explanation explanation) {
    html.add("<ol class='ladder'>\n");
    for (var step : explanation.steps()) {
      boolean here = step.rung().equals(explanation.current());
      html.add(
          "<li class='{}'{}><b>{}</b><span class='pill {}'>{}</span>",
          step.dropped() != null ? "dropped" : step.passed() ? "passed" : "ahead",
          (Html.Part) part -> part.add(here ? " aria-current='step'" : ""),
          rung(step.rung()),
          step.severity(),
          step.severity());
      var at = step.at();
      html.add(
          "<span class='sub'>{}{}</span></li>\n",
          at == null || step.dropped() != null ? "" : at,
          state(step, here));
    }
    html.add("</ol>\n");
  }

  private static String state(Step step, boolean here) {
    if (step.dropped() != null) {
      return "skipped: " + step.dropped();
    }
    return here ? " current step" : step.passed() ? " passed" : "";
  }

  private void alertState(Html html, Explanation explanation) {
    var alert = explanation.alert();
    if (alert == null) {
      html.add(
          "<p>No alert has fired yet. Its key will be <code>{}</code>.</p>\n",
          explanation.alertKey());
      return;
    }
    html.add(
        "<p>Alert <code>{}</code>: {}{}.</p>\n",
        explanation.alertKey(),
        alert.state().word(),
        alert.firing() ? ", " + alert.severity() : "");
    var ack = alert.progress().ack();
    if (ack != null) {
      html.add("<p>Acknowledged by <bdi>{}</bdi>, {}.</p>\n", ack.by(), ack.at());
    }
    for (var silence : view.silences()) {
      html.add(
          "<p>Silenced by <bdi>{}</bdi> until {}: <bdi>{}</bdi></p>\n",
          silence.author(),
          silence.endsAt(),
          silence.comment());
    }
  }
}
