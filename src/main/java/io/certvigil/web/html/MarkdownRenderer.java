package io.certvigil.web.html;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Renders the Markdown that the runbook uses: paragraphs, lists, fenced code, and within a line
 * code, bold and emphasis. Every text is escaped; HTML in the source is shown as text.
 */
public final class MarkdownRenderer {
  private static final String FENCE = "```";
  private static final String ITEM = "- ";
  private static final Pattern INLINE =
      Pattern.compile("`([^`]+)`|\\*\\*([^*]+)\\*\\*|\\*([^*]+)\\*");

  private final Html html;
  private final List<String> block = new ArrayList<>();

  public MarkdownRenderer(Html html) {
    this.html = html;
  }

  /** Adds these lines of Markdown to the page. */
  public void add(List<String> lines) {
    var code = false;
    for (var line : lines) {
      if (line.startsWith(FENCE)) {
        endBlock();
        html.add(code ? "</code></pre>\n" : "<pre><code>");
        code = !code;
      } else if (code) {
        html.add("{}\n", line);
      } else if (line.isBlank()) {
        endBlock();
      } else {
        block.add(line.strip());
      }
    }
    endBlock();
    if (code) {
      throw new IllegalArgumentException("markdown: a fence is not closed");
    }
  }

  private void endBlock() {
    if (!block.isEmpty() && block.getFirst().startsWith(ITEM)) {
      html.add("<ul>\n");
      items().forEach(item -> paragraph("<li>", item, "</li>\n"));
      html.add("</ul>\n");
    } else if (!block.isEmpty()) {
      paragraph("<p>", String.join("\n", block), "</p>\n");
    }
    block.clear();
  }

  /** A line that does not begin an item continues the previous one. */
  private List<String> items() {
    var items = new ArrayList<String>();
    for (var line : block) {
      if (line.startsWith(ITEM)) {
        items.add(line.substring(ITEM.length()));
      } else {
        items.add(items.removeLast() + "\n" + line);
      }
    }
    return items;
  }

  private void paragraph(String begin, String text, String end) {
    html.add(begin);
    var inline = INLINE.matcher(text);
    int from = 0;
    while (inline.find()) {
      words(text.substring(from, inline.start()));
      if (inline.group(1) != null) {
        html.add("<code>{}</code>", inline.group(1));
      } else if (inline.group(2) != null) {
        html.add("<strong>{}</strong>", inline.group(2));
      } else {
        html.add("<em>{}</em>", inline.group(3));
      }
      from = inline.end();
    }
    words(text.substring(from));
    html.add(end);
  }

  /** Line by line: a page cuts a value that is very long, and a line end is a control character. */
  private void words(String text) {
    var separator = "";
    for (var line : text.split("\n", -1)) {
      html.add(separator);
      html.add("{}", line);
      separator = "\n";
    }
  }
}
