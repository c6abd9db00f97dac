package io.certvigil.web.pages.overview;

import io.certvigil.model.ValidationRecord;
import io.certvigil.store.view.ConditionView;
import io.certvigil.web.html.Html;
import io.certvigil.web.html.PageText;
import java.util.Comparator;
import java.util.List;

/** What blocks renewals, and what Cloudflare will delete: nearest deadline first. */
final class ConditionsPart {
  private static final int ROWS = 20;

  private final List<ConditionView> conditions;
  private final Html html;

  ConditionsPart(OverviewView view, Html html) {
    this.html = html;
    this.conditions =
        view.conditions().stream()
            .sorted(
                Comparator.comparing(
                        ConditionView::deadline, Comparator.nullsLast(Comparator.naturalOrder()))
                    .thenComparing(ConditionView::key))
            .toList();
  }

  /** Nothing if there is none: a page without it is the good news. */
  void add() {
    if (conditions.isEmpty()) {
      return;
    }
    html.add("<section>\n<h2>Blocked renewals and deadlines</h2>\n");
    conditions.stream().limit(ROWS).forEach(this::add);
    if (conditions.size() > ROWS) {
      html.add("<p class='all'><a href='alerts'>and {} more</a></p>", conditions.size() - ROWS);
    }
    html.add("</section>\n");
  }

  private void add(ConditionView condition) {
    html.add(
        """
        <details class="card" open><summary><span class="pill {}">{}</span> <b><bdi>{}</bdi></b>
        <span class="since">since {}</span></summary>
        <p>{}</p><p class="sub">Who must act: {}
        """,
        condition.severity(),
        PageText.withSpaces(condition.kind().replace('_', ' ')),
        condition.subject().name(),
        condition.since(),
        condition.cause(),
        actor(condition.actor()));
    if (condition.deadline() != null) {
      html.add("; deadline {}", condition.deadline());
    }
    html.add("</p>");
    condition.records().forEach(this::record);
    html.add("</details>\n");
  }

  private void record(ValidationRecord record) {
    html.add("<p class='sub'>To place: <code>{}</code></p>", record.described());
  }

  private static String actor(String word) {
    return switch (word) {
      case "customer" -> "your customer";
      case "ca" -> "the CA";
      case "cloudflare" -> "Cloudflare";
      default -> word;
    };
  }
}
