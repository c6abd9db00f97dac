package io.certvigil.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The rows of a table of certificates; the table's head is whoever shows them. */
final class ListedRows {
  private final Html html;
  private final Instant now;

  ListedRows(Html html, Instant now) {
    this.html = html;
    this.now = now;
  }

  void add(List<Listed> rows) {
    html.add("<tbody>\n");
    rows.forEach(this::row);
    html.add("</tbody></table></div>\n");
  }

  private void row(Listed row) {
    html.add("<tr><td class=\"until\">{}</td>", left(row));
    html.add(
        "<th scope=\"row\"><a href=\"certificates/{}\"><bdi>{}</bdi></a><span class=\"sub\">{}",
        row.key(),
        row.name(),
        Words.spaced(row.source()));
    html.add("{}</span></th>", (Html.Part) _ -> labels(row));
    where(row);
    var end = row.end();
    html.add("<td class=\"date\">{}</td>", end == null ? "" : end);
    html.add("<td class=\"status\">{}</td>", Words.spaced(row.status()));
    html.add(
        "<td class=\"go\"><a href=\"{}\" rel=\"noreferrer\" aria-label=\"{} in Cloudflare's"
            + " dashboard\">Cloudflare</a></td></tr>\n",
        row.link(),
        row.name());
  }

  private Html.Part left(Listed row) {
    var end = row.end();
    if (end == null) {
      return html -> html.add("<span class=\"left none\">no date</span>");
    }
    var left = Duration.between(now, end);
    return html ->
        html.add("<span class=\"left {}\">{}</span>", Words.level(left), Words.left(left));
  }

  private void labels(Listed row) {
    row.labels().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            label ->
                html.add(" <span class=\"label\">{}={}</span>", label.getKey(), label.getValue()));
  }

  private void where(Listed row) {
    html.add(
        "<td class=\"where\"><bdi>{}</bdi>", row.zone().isEmpty() ? row.account() : row.zone());
    if (!row.zone().isEmpty()) {
      html.add("<span class=\"sub\"><bdi>{}</bdi></span>", row.account());
    }
    html.add("</td>");
  }
}
