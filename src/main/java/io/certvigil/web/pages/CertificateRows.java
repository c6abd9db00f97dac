package io.certvigil.web.pages;

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

  public void add(List<CertificateRow> rows) {
    html.add("<tbody>\n");
    rows.forEach(this::row);
    html.add("</tbody></table></div>\n");
  }

  private void row(CertificateRow row) {
    html.add("<tr><td class='until'>{}</td>", remainingTime(row));
    html.add(
        "<th scope='row'><a href='certificates/{}'><bdi>{}</bdi></a><span class='sub'>{}",
        row.key(),
        row.name(),
        PageText.withSpaces(row.source()));
    html.add("{}</span></th>", (Html.Part) _ -> labels(row));
    location(row);
    var end = row.expiresAt();
    html.add("<td class='date'>{}</td>", end == null ? "" : end);
    html.add("<td class='status'>{}</td>", PageText.withSpaces(row.status()));
    html.add(
        "<td class='go'><a href='{}' rel='noreferrer' aria-label='{} in Cloudflare&#39;s"
            + " dashboard'>Cloudflare</a></td></tr>\n",
        row.link(),
        row.name());
  }

  private Html.Part remainingTime(CertificateRow row) {
    var end = row.expiresAt();
    if (end == null) {
      return html -> html.add("<span class='left none'>no date</span>");
    }
    var left = Duration.between(now, end);
    return html ->
        html.add(
            "<span class='left {}'>{}</span>", PageText.urgency(left), PageText.remaining(left));
  }

  private void labels(CertificateRow row) {
    row.labels().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            label ->
                html.add(" <span class='label'>{}={}</span>", label.getKey(), label.getValue()));
  }

  private void location(CertificateRow row) {
    html.add("<td class='where'><bdi>{}</bdi>", row.zone().isEmpty() ? row.account() : row.zone());
    if (!row.zone().isEmpty()) {
      html.add("<span class='sub'><bdi>{}</bdi></span>", row.account());
    }
    html.add("</td>");
  }
}
