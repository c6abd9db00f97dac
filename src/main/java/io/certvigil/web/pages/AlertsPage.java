package io.certvigil.web.pages;

import io.certvigil.policy.Severity;
import io.certvigil.web.html.FilterFold;
import io.certvigil.web.html.FlashMessage;
import io.certvigil.web.html.FormField;
import io.certvigil.web.html.Html;
import io.certvigil.web.html.PageLayout;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.html.PageText;
import io.certvigil.web.html.Paging;
import io.certvigil.web.html.Tab;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The page at {@code /alerts}: firing alerts, acknowledgements and silences. */
final class AlertsPage {
  private static final List<String> SEVERITIES =
      Arrays.stream(Severity.values()).map(Severity::word).toList().reversed();

  private final PageRequest request;
  private final AlertsView view;

  AlertsPage(PageRequest request, AlertsView view) {
    this.request = request;
    this.view = view;
  }

  String html(PageLayout layout) {
    return layout.page(Tab.ALERTS, "Alerts", html -> add(html, layout.now()));
  }

  private void add(Html html, Instant now) {
    html.add("<h1>Alerts</h1>\n");
    FlashMessage.add(html, request);
    filter(html);
    if (view.rows().isEmpty()) {
      boolean all = Stream.of("q", "severity", "source", "zone", "after").noneMatch(request::has);
      html.add(
          "<p class='empty {}'>{}</p>\n",
          all ? "ok" : "",
          all ? "No alert is firing." : "No alert matches this filter.");
    } else {
      rows(html);
    }
    new SilencesPart(request, view, now).add(html);
  }

  private void filter(Html html) {
    FilterFold.add(html, request);
    html.add("<form class='filter' role='search' aria-label='Filter alerts' data-filter>\n");
    var field = new FormField(html, request);
    field.search("q", "Name, key or summary");
    field.select("severity", "Severity", SEVERITIES);
    field.source();
    field.text("zone", "Zone", "*.example.com");
    field.select("state", "State", List.of("all"), "firing");
    html.add("<button>Filter</button></form>\n");
  }

  private void rows(Html html) {
    html.add(
        "<p class='counted'>{}{}{}</p>\n",
        PageText.count(view.rows().size(), "alert"),
        view.next() == null ? "" : " and more",
        view.totals().isEmpty() ? "" : "; firing in all: " + view.totals());
    var table = new AlertTable(html, request, "");
    table.add(view.rows());
    table.acknowledgeSelected(view.rows());
    Paging.add(html, "alerts", request, view.next());
  }
}
