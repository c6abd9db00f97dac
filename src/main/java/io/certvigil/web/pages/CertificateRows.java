package io.certvigil.web.pages;

import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.store.view.CertificateView;
import io.certvigil.web.html.Html;
import io.certvigil.web.html.PageText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The rows of a table of certificates; the caller adds the table's head. */
public final class CertificateRows {
  private final Html html;
  private final Instant now;

  public CertificateRows(Html html, Instant now) {
    this.html = html;
    this.now = now;
  }

  public void add(List<CertificateView> rows) {
    add(rows, "", "");
  }

  /**
   * The rows, then one row that stands for those that have expired.
   *
   * @param expired its text; empty if there is no such row
   * @param query of the page that shows them
   */
  void add(List<CertificateView> rows, String expired, String query) {
    html.add("<tbody>\n");
    rows.forEach(this::row);
    if (!expired.isEmpty()) {
      html.add(
          "<tr class='collapsed'><td colspan='6'><a href='certificates{}'>{}</a></td></tr>\n",
          query,
          expired);
    }
    html.add("</tbody></table></div>\n");
  }

  private void row(CertificateView row) {
    html.add("<tr><td class='until'>{}</td>", remainingTime(row));
    html.add(
        "<th scope='row'><a href='certificates/{}'><bdi>{}</bdi></a><span class='sub'>{}",
        row.key(),
        row.name(),
        PageText.withSpaces(row.source()));
    html.add("{}</span></th>", (Html.Part) _ -> labels(row));
    location(row);
    var end = row.notAfter();
    html.add("<td class='date'>{}</td>", end == null ? "" : end);
    html.add("<td class='status'>{}</td>", PageText.withSpaces(row.status()));
    html.add(
        "<td class='go'><a href='{}' rel='noreferrer' aria-label='{} in Cloudflare&#39;s"
            + " dashboard'>Cloudflare</a></td></tr>\n",
        dashboardUrl(row),
        row.name());
  }

  private Html.Part remainingTime(CertificateView row) {
    var end = row.notAfter();
    if (end == null) {
      return html -> html.add("<span class='left none'>no date</span>");
    }
    var left = Duration.between(now, end);
    return html ->
        html.add(
            "<span class='left {}'>{}</span>", PageText.urgency(left), PageText.remaining(left));
  }

  private void labels(CertificateView row) {
    labels(html, row);
  }

  /** Adds the labels, by name. */
  static void labels(Html html, CertificateView row) {
    row.labels().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            label ->
                html.add(" <span class='label'>{}={}</span>", label.getKey(), label.getValue()));
  }

  private void location(CertificateView row) {
    var zone = row.zone();
    var account = row.account().name();
    if (zone == null) {
      html.add("<td class='where'><bdi>{}</bdi></td>", account);
    } else {
      html.add(
          "<td class='where'><bdi>{}</bdi><span class='sub'><bdi>{}</bdi></span></td>",
          zone.name(),
          account);
    }
  }

  /** The page of Cloudflare's dashboard on which it is managed. */
  static String dashboardUrl(CertificateView view) {
    return Source.of(view.source())
        .map(source -> new Scope(source, view.account(), view.zone()).dashboardUrl())
        .orElse("https://dash.cloudflare.com/");
  }
}
