package io.certvigil.web.pages;

import io.certvigil.web.html.Html;
import io.certvigil.web.html.MarkdownRenderer;
import io.certvigil.web.html.PageLayout;
import io.certvigil.web.html.PageNotFound;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.html.Tab;
import io.certvigil.web.server.WebResource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The page at {@code /runbook} links to every section; {@code /runbook/ALERT} shows one. */
final class RunbookPage {
  private static final String RESOURCE = "RUNBOOK.md";
  private static final String SECTION = "### ";

  private final Map<String, Section> sections = sections(WebResource.text(RESOURCE));

  /**
   * What to do about one alert.
   *
   * @param alert its name
   * @param lines Markdown, without the heading
   */
  private record Section(String alert, List<String> lines) {}

  /** The sections of a Markdown file in its order, by the last part of their address. */
  private static Map<String, Section> sections(String markdown) {
    var sections = new LinkedHashMap<String, Section>();
    var lines = markdown.lines().toList();
    for (int at = 0; at < lines.size(); at++) {
      if (lines.get(at).startsWith(SECTION)) {
        var alert = lines.get(at).substring(SECTION.length()).strip();
        var body = lines.stream().skip(at + 1).takeWhile(line -> !isHeading(line)).toList();
        sections.put(key(alert), new Section(alert, body));
      }
    }
    return sections;
  }

  /** Headings only: a comment in a layout example begins with a single number sign. */
  private static boolean isHeading(String line) {
    return line.startsWith("## ") || line.startsWith(SECTION);
  }

  private static String key(String alert) {
    return alert.toLowerCase(Locale.ROOT);
  }

  String index(PageRequest request, PageLayout layout) {
    return layout.page(
        Tab.OVERVIEW,
        "Runbook",
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
    var section = sections.get(key(request.lastSegment()));
    if (section == null) {
      throw new PageNotFound("The runbook has no section for this alert.");
    }
    return layout.page(
        Tab.OVERVIEW,
        section.alert(),
        html -> {
          html.add("<section class='card'><h1>{}</h1>\n", section.alert());
          new MarkdownRenderer(html).add(section.lines());
          html.add("</section>\n<h2>All alerts</h2>\n");
          links(html, layout);
        });
  }

  private void links(Html html, PageLayout layout) {
    html.add("<ul>\n");
    sections.forEach(
        (key, section) ->
            html.add(
                "<li><a href='{}runbook/{}'>{}</a></li>\n",
                layout.pathToRoot(),
                key,
                section.alert()));
    html.add("</ul>\n");
  }
}
