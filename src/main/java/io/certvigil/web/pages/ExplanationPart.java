package io.certvigil.web.pages;

import io.certvigil.model.ReadableDuration;
import io.certvigil.policy.Explanation;
import io.certvigil.policy.Explanation.Step;
import io.certvigil.policy.Ladder;
import io.certvigil.web.html.Html;
import java.time.Duration;
import java.time.Instant;

/** Why a certificate is told when it is: its ladder, where it stands, what comes next. */
final class ExplanationPart {
  private final CertificateDetailView view;
  private final Instant now;

  ExplanationPart(CertificateDetailView view, Instant now) {
    this.view = view;
    this.now = now;
  }

  void add(Html html) {
    html.add("<section>\n<h2>Why its rung is what it is</h2>\n");
    var why = view.explanation();
    if (why == null) {
      html.add("<p class=\"empty\">It is watched no more: nothing is told of it.</p></section>\n");
      return;
    }
    html.add("<div class=\"card pad\"><p class=\"rung\">{}</p>\n", currentStep(why));
    html.add("<p>{}</p>\n", why.ruleText());
    notes(html, why);
    steps(html, why);
    alertState(html, why);
    html.add("</div></section>\n");
  }

  private Html.Part currentStep(Explanation why) {
    var current = why.current();
    var next = why.next();
    var at = why.nextAt();
    return html -> {
      html.add("<b>{}</b>", current == null ? "On no rung yet" : "On rung " + rung(current));
      if (next != null && at != null) {
        html.add("; next is {} at {}", rung(next), at);
      } else if (why.notAlertedReason() == null) {
        html.add("; nothing more comes");
      }
      if (at != null && at.isAfter(now)) {
        html.add(" (in {})", ReadableDuration.of(Duration.between(now, at)));
      }
      html.add(".");
    };
  }

  private static String rung(Duration rung) {
    return rung.isZero() ? "expired" : Ladder.format(rung);
  }

  private static void notes(Html html, Explanation why) {
    var quiet = why.notAlertedReason();
    if (quiet != null) {
      html.add("<p class=\"note\">Nothing is told now: {}.</p>\n", quiet);
    }
    if (!why.uncovered().isEmpty()) {
      html.add(
          "<p class=\"note\">No other certificate covers {}.</p>\n",
          String.join(" ", why.uncovered()));
    }
  }

  private static void steps(Html html, Explanation why) {
    html.add("<ol class=\"ladder\">\n");
    for (var step : why.steps()) {
      boolean here = step.rung().equals(why.current());
      html.add(
          "<li class=\"{}\"{}><b>{}</b><span class=\"pill {}\">{}</span>",
          step.dropped() != null ? "dropped" : step.passed() ? "passed" : "ahead",
          (Html.Part) part -> part.add(here ? " aria-current=\"step\"" : ""),
          rung(step.rung()),
          step.severity(),
          step.severity());
      var at = step.at();
      html.add(
          "<span class=\"sub\">{}{}</span></li>\n",
          at == null || step.dropped() != null ? "" : at,
          state(step, here));
    }
    html.add("</ol>\n");
  }

  private static String state(Step step, boolean here) {
    if (step.dropped() != null) {
      return "left out: " + step.dropped();
    }
    return here ? " it is here" : step.passed() ? " passed" : "";
  }

  private void alertState(Html html, Explanation why) {
    var alert = why.alert();
    if (alert == null) {
      html.add("<p>It never fired. Its alert would be <code>{}</code>.</p>\n", why.alertKey());
      return;
    }
    html.add(
        "<p>Alert <code>{}</code>: {}, {}.</p>\n",
        why.alertKey(),
        alert.state().word(),
        alert.severity());
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
