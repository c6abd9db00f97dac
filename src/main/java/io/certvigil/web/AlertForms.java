package io.certvigil.web;

import io.certvigil.policy.Alert;

/** What may be done about an alert that fires: with buttons, or with the command that does it. */
final class AlertForms {
  private final Html html;
  private final Question question;
  private final String from;

  /**
   * @param from the page to come back to, such as {@code alerts}
   */
  AlertForms(Html html, Question question, String from) {
    this.html = html;
    this.question = question;
    this.from = from;
  }

  void add(Alert alert) {
    var key = alert.id().key();
    boolean taken = alert.progress().ack() != null;
    if (!question.mayChange()) {
      html.add("<code class=\"command\">certvigil ack {}{}</code>", key, taken ? " --undo" : "");
      return;
    }
    var up = from.equals("alerts") ? "" : "../";
    html.add(
        "<form method=\"post\" action=\"{}alerts/ack\"><input type=\"hidden\" name=\"key\""
            + " value=\"{}\"><input type=\"hidden\" name=\"from\" value=\"{}\">",
        up,
        key,
        from);
    if (taken) {
      html.add("<input type=\"hidden\" name=\"undo\" value=\"1\">");
    }
    html.add(
        "<button aria-label=\"{} {}\">{}</button></form>",
        taken ? "Give back" : "Acknowledge",
        alert.subject().name(),
        taken ? "Give back" : "Acknowledge");
    html.add(
        "<a class=\"button\" href=\"{}alerts?key={}#silence\" aria-label=\"Silence"
            + " {}\">Silence</a>",
        up,
        key,
        alert.subject().name());
  }
}
