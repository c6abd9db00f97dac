package io.certvigil.web.pages;

import io.certvigil.web.server.WebResource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The runbook of the Prometheus alerting rules, a Markdown file in the jar. */
final class Runbook {
  private static final String RESOURCE = "RUNBOOK.md";
  private static final String SECTION = "### ";

  private final Map<String, Section> sections = new LinkedHashMap<>();

  /**
   * What to do about one alert.
   *
   * @param alert its name
   * @param lines Markdown, without the heading
   */
  record Section(String alert, List<String> lines) {
    Section {
      lines = List.copyOf(lines);
    }

    /** The last part of the section's address. */
    String key() {
      return alert.toLowerCase(Locale.ROOT);
    }
  }

  private Runbook(List<String> lines) {
    for (int at = 0; at < lines.size(); at++) {
      if (lines.get(at).startsWith(SECTION)) {
        var section =
            new Section(lines.get(at).substring(SECTION.length()).strip(), body(lines, at + 1));
        sections.put(section.key(), section);
      }
    }
  }

  private static List<String> body(List<String> lines, int from) {
    return lines.stream().skip(from).takeWhile(line -> !isHeading(line)).toList();
  }

  /** Headings only: a comment in a layout example begins with a single number sign. */
  private static boolean isHeading(String line) {
    return line.startsWith("## ") || line.startsWith(SECTION);
  }

  static Runbook load() {
    return of(WebResource.text(RESOURCE));
  }

  static Runbook of(String markdown) {
    return new Runbook(markdown.lines().toList());
  }

  /** In the order of the file. */
  List<Section> sections() {
    return List.copyOf(sections.values());
  }

  /** The section of an alert, by its name in any case. */
  Optional<Section> find(String alert) {
    return Optional.ofNullable(sections.get(alert.toLowerCase(Locale.ROOT)));
  }
}
