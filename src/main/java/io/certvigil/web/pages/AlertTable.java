package io.certvigil.web.pages;

import io.certvigil.policy.Alert;
import io.certvigil.policy.Ladder;
import io.certvigil.store.view.CertificateView;
import io.certvigil.web.html.Html;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.html.PageText;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table of alerts, with acknowledgements, silences and actions. */
final class AlertTable {
  private static final String SELECTED = "<th scope='col'><span class='hidden'>Select</span></th>";

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
        <thead><tr>{}<th scope="col">Severity</th><th scope="col">Alert</th><th scope="col">Since</th>\
        <th scope="col">Acknowledged</th><th scope="col"><span class="hidden">Actions</span></th></tr></thead>
        <tbody>
        """,
        (Html.Part) part -> part.add(selectable() ? SELECTED : ""));
    rows.forEach(this::row);
    html.add("</tbody></table></div>\n");
  }

  /** Several at once only on the page of all, by a user who may. */
  private boolean selectable() {
    return certificateKey.isEmpty() && request.mayChange();
  }

  /** Adds the form to which the boxes of the rows belong; nothing if there are none. */
  void acknowledgeSelected(List<AlertsView.Row> rows) {
    if (selectable() && rows.stream().anyMatch(AlertTable::isOpen)) {
      html.add(
          "<form method='post' action='alerts/ack' id='selected' class='selected'><button>"
              + "Acknowledge the selected</button></form>\n");
    }
  }

  private static boolean isOpen(AlertsView.Row row) {
    var alert = row.view().alert();
    return isAcknowledgeable(alert) && alert.progress().ack() == null;
  }

  /** What is sent once only has no reminders that an acknowledgement would stop. */
  private static boolean isAcknowledgeable(Alert alert) {
    return alert.firing() && !alert.subject().kind().isOneTime();
  }

  private void box(AlertsView.Row row) {
    if (!selectable()) {
      return;
    }
    html.add("<td class='box'>");
    if (isOpen(row)) {
      html.add(
          "<input type='checkbox' form='selected' name='{}{}' value='1' aria-label='Select {}'>",
          AlertActions.SELECTED,
          row.view().alert().id().key(),
          row.view().alert().subject().name());
    }
    html.add("</td>");
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
        "<tr id='{}'>{}<td><span class='pill {}'>{}</span></td><th scope='row'>",
        alert.id().key(),
        (Html.Part) _ -> box(row),
        resolved ? "ok" : alert.severity().word(),
        resolved ? "resolved" : alert.severity().word());
    summary(row);
    where(row.view().certificate());
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
    var certificate = row.view().certificate();
    if (certificate != null && certificateKey.isEmpty()) {
      html.add(
          "<a href='{}' rel='noreferrer' aria-label='{} in Cloudflare&#39;s dashboard'>Cloudflare"
              + "</a>",
          CertificateRows.dashboardUrl(certificate),
          certificate.name());
    }
    html.add("</td></tr>\n");
  }

  private void where(@Nullable CertificateView certificate) {
    if (certificate == null) {
      return;
    }
    var zone = certificate.zone();
    html.add(
        "<span class='sub'><bdi>{}</bdi> · {}{}</span>",
        zone == null ? certificate.account().name() : zone.name(),
        PageText.withSpaces(certificate.source()),
        (Html.Part) _ -> CertificateRows.labels(html, certificate));
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
    if (!isAcknowledgeable(alert)) {
      return;
    }
    var key = alert.id().key();
    boolean acknowledged = alert.progress().ack() != null;
    if (!request.mayChange()) {
      html.add(
          "<code class='command'>sudo certvigil ack {}{}</code>",
          key,
          acknowledged ? " --undo" : "");
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
