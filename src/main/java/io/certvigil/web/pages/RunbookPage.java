package io.certvigil.web.pages;

import io.certvigil.web.html.Html;
import io.certvigil.web.html.MarkdownRenderer;
import io.certvigil.web.html.PageLayout;
import io.certvigil.web.html.PageNotFound;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.html.Tab;

/** The page at {@code /runbook} links to every section; {@code /runbook/ALERT} shows one. */
final class RunbookPage {
  private final Runbook runbook = Runbook.load();

  String index(PageRequest request, PageLayout layout) {
    return layout.page(
        Tab.OVERVIEW,
        "Runbook",
        false,
        html -> {
          html.add(
              "<h1>Runbook</h1>\n<p>What to do about each alert of the Prometheus rules.</p>\n");
          links(html, layout);
        });
  }

  /**
   * @throws PageNotFound if the runbook has no such alert
   */
  String section(PageRequest request, PageLayout layout) {
    var section =
        runbook
            .find(request.lastSegment())
            .orElseThrow(() -> new PageNotFound("The runbook has no section for this alert."));
    return layout.page(
        Tab.OVERVIEW,
        section.alert(),
        false,
        html -> {
          html.add("<section class='card'><h1>{}</h1>\n", section.alert());
          new MarkdownRenderer(html).add(section.lines());
          html.add("</section>\n<h2>All alerts</h2>\n");
          links(html, layout);
        });
  }

  private void links(Html html, PageLayout layout) {
    html.add("<ul>\n");
    for (var section : runbook.sections()) {
      html.add(
          "<li><a href='{}runbook/{}'>{}</a></li>\n",
          layout.pathToRoot(),
          section.key(),
          section.alert());
    }
    html.add("</ul>\n");
  }
}
