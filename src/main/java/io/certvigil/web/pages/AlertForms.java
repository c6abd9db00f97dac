package io.certvigil.web.pages;

import io.certvigil.policy.Alert;
import io.certvigil.web.html.Html;
import io.certvigil.web.html.PageRequest;

/** The actions on a firing alert: buttons, or without a user the command for it. */
final class AlertForms {
  private final Html html;
  private final PageRequest request;
  private final String from;
  private final String up;

  /**
   * @param of the key of the certificate whose page it is on; empty on the alerts page
   */
  AlertForms(Html html, PageRequest request, String of) {
    this.html = html;
    this.request = request;
    this.from = of.isEmpty() ? "alerts" : "certificates/" + of;
    this.up = of.isEmpty() ? "" : "../";
  }

  void add(Alert alert) {
    var key = alert.id().key();
    boolean acknowledged = alert.progress().ack() != null;
    if (!request.mayChange()) {
      html.add(
          "<code class='command'>certvigil ack {}{}</code>", key, acknowledged ? " --undo" : "");
      return;
    }
    html.add(
        "<form method='post' action='{}alerts/ack'><input type='hidden' name='key'"
            + " value='{}'><input type='hidden' name='from' value='{}'>",
        up,
        key,
        from);
    if (acknowledged) {
      html.add("<input type='hidden' name='undo' value='1'>");
    }
    html.add(
        "<button aria-label='{} {}'>{}</button></form>",
        acknowledged ? "Unacknowledge" : "Acknowledge",
        alert.subject().name(),
        acknowledged ? "Unacknowledge" : "Acknowledge");
    html.add(
        "<a class='button' href='{}alerts?key={}#silence' aria-label='Silence" + " {}'>Silence</a>",
        up,
        key,
        alert.subject().name());
  }
}
