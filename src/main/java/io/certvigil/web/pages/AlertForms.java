package io.certvigil.web.pages;

import io.certvigil.policy.Alert;
import io.certvigil.web.html.Html;
import io.certvigil.web.html.PageRequest;

/** What may be done about an alert that fires: with buttons, or with the command that does it. */
final class AlertForms {
  private final Html html;
  private final PageRequest question;
  private final String from;
  private final String up;

  /**
   * @param of the key of the certificate on whose page it is; empty on the page of all
   */
  AlertForms(Html html, PageRequest question, String of) {
    this.html = html;
    this.question = question;
    this.from = of.isEmpty() ? "alerts" : "certificates/" + of;
    this.up = of.isEmpty() ? "" : "../";
  }

  void add(Alert alert) {
    var key = alert.id().key();
    boolean taken = alert.progress().ack() != null;
    if (!question.mayChange()) {
      html.add("<code class=\"command\">certvigil ack {}{}</code>", key, taken ? " --undo" : "");
      return;
    }
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
