package io.certvigil.web.pages;

import io.certvigil.policy.Alert;
import io.certvigil.policy.Ladder;
import io.certvigil.web.html.Html;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.html.PageText;
import java.time.Instant;
import java.util.List;

/** A table of alerts, with acknowledgements, silences and actions. */
final class AlertTable {
  private final Html html;
  private final PageRequest request;
  private final String certificateKey;

  /**
   * @param of the key of the certificate whose page it is on; empty on the alerts page
   */
  AlertTable(Html html, PageRequest request, String of) {
    this.html = html;
    this.request = request;
    this.certificateKey = of;
  }

  void add(List<AlertsView.Row> rows) {
    html.add(
        """
        <div class="sheet"><table class="alerts">
        <thead><tr><th scope="col">Severity</th><th scope="col">Alert</th><th scope="col">Since</th>\
        <th scope="col">Acknowledged</th><th scope="col"><span class="hidden">Actions</span></th></tr></thead>
        <tbody>
        """);
    rows.forEach(this::row);
    html.add("</tbody></table></div>\n");
  }

  private void summary(AlertsView.Row row) {
    var certificate = row.view().certificate();
    if (certificate == null || !certificateKey.isEmpty()) {
      html.add("<bdi>{}</bdi>", new Html.Sentence(row.view().summary()));
    } else {
      html.add(
          "<a href='certificates/{}'><bdi>{}</bdi></a>",
          certificate.key(),
          new Html.Sentence(row.view().summary()));
    }
  }

  private void row(AlertsView.Row row) {
    var alert = row.view().alert();
    boolean resolved = alert.state() == Alert.State.RESOLVED;
    html.add(
        "<tr id='{}'><td><span class='pill {}'>{}</span></td><th scope='row'>",
        alert.id().key(),
        resolved ? "ok" : alert.severity().word(),
        resolved ? "resolved" : alert.severity().word());
    summary(row);
    html.add(
        "<span class='sub'>{} · {}{}</span></th>",
        kindAndStep(alert),
        alert.id().key(),
        reason(alert));
    html.add(
        "<td class='date' data-of='since'>{}</td><td class='taken'>",
        alert.progress().firstFiredAt());
    acknowledgement(row);
    html.add("</td><td class='go'>");
    if (!resolved) {
      actions(alert);
    }
    html.add("</td></tr>\n");
  }

  private static String kindAndStep(Alert alert) {
    var rung = alert.progress().rung();
    var kind = alert.subject().kind().word();
    return rung == null || rung.isZero() ? kind : kind + " · alert step " + Ladder.format(rung);
  }

  private static String reason(Alert alert) {
    return alert.reason() == null ? "" : " · " + PageText.withSpaces(alert.reason());
  }

  private void acknowledgement(AlertsView.Row row) {
    var ack = row.view().alert().progress().ack();
    if (ack != null) {
      html.add("<bdi>{}</bdi><span class='sub'>{}</span>", ack.by(), ack.at());
    }
    row.silences().stream()
        .map(silence -> silence.endsAt())
        .max(Instant::compareTo)
        .ifPresent(end -> html.add("<span class='sub'>silenced until {}</span>", end));
  }

  /** Buttons, or without a user the command that does the same. */
  private void actions(Alert alert) {
    var key = alert.id().key();
    boolean acknowledged = alert.progress().ack() != null;
    if (!request.mayChange()) {
      html.add(
          "<code class='command'>certvigil ack {}{}</code>", key, acknowledged ? " --undo" : "");
      return;
    }
    var up = certificateKey.isEmpty() ? "" : "../";
    var verb = acknowledged ? "Unacknowledge" : "Acknowledge";
    html.add(
        "<form method='post' action='{}alerts/ack'><input type='hidden' name='key' value='{}'>"
            + "<input type='hidden' name='from' value='{}'>",
        up,
        key,
        certificateKey.isEmpty() ? "alerts" : "certificates/" + certificateKey);
    if (acknowledged) {
      html.add("<input type='hidden' name='undo' value='1'>");
    }
    html.add("<button aria-label='{} {}'>{}</button></form>", verb, alert.subject().name(), verb);
    html.add(
        "<a class='button' href='{}alerts?key={}#silence' aria-label='Silence {}'>Silence</a>",
        up,
        key,
        alert.subject().name());
  }
}
