package io.certvigil.notify.email;

import io.certvigil.notify.message.Message;
import io.certvigil.notify.message.Message.Count;
import io.certvigil.notify.message.Message.Line;
import io.certvigil.notify.message.Message.Part;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a message as HTML for mail clients: no remote content, inline styles, only colours that
 * are readable on white and on black, and tables that read as lists in clients without styles.
 */
final class MailHtml {
  private static final String GREY = "color:#767676";
  private static final String RULE = "border-top:1px solid #8a8a8a";

  private MailHtml() {}

  static String of(Message message, boolean attached) {
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="supported-color-schemes" content="light dark">
    <title>%s</title>
    </head>
    <body style="margin:0;padding:16px;font:16px/1.45 system-ui,-apple-system,'Segoe UI',Roboto,\
    Helvetica,Arial,sans-serif">
    <div style="max-width:640px;margin:0 auto;overflow-wrap:anywhere;word-break:break-word">
    <h1 style="margin:0 0 16px;font-size:20px;line-height:1.3">%s</h1>
    %s%s%s%s<p style="margin:24px 0 0;padding-top:8px;%s;font-size:13px;%s">Certvigil %s</p>
    </div>
    </body>
    </html>
    """
        .formatted(
            text(MailText.subject(message)),
            text(message.title()),
            all(message.parts().stream().map(part -> part(part, attached))),
            all(message.notes().stream().map(MailHtml::note)),
            counts(message.counts()),
            page(message),
            RULE,
            GREY,
            text(message.envelope().installation()));
  }

  private static String part(Part part, boolean attached) {
    var heading =
        part.heading().isEmpty()
            ? ""
            : "<h2 style=\"margin:24px 0 8px;font-size:17px\">%s <span style=\"font-weight:normal;%s\">(%d)</span></h2>\n"
                .formatted(text(part.heading()), GREY, part.total());
    var more = part.hidden() > 0 ? note(MailText.hidden(part, attached)) : "";
    return heading + table(all(part.lines().stream().map(MailHtml::line))) + more;
  }

  private static String table(String rows) {
    return rows.isEmpty()
        ? ""
        : "<table style=\"width:100%;border-collapse:collapse;font-size:15px\">\n"
            + rows
            + "</table>\n";
  }

  private static String line(Line line) {
    return """
    <tr>
    <th scope="row" style="width:76px;padding:12px 8px 12px 0;vertical-align:top;text-align:left;\
    font-weight:normal;%s">%s</th>
    <td style="padding:12px 0;vertical-align:top;%s">%s%s%s</td>
    </tr>
    """
        .formatted(RULE, badge(line), RULE, headline(line), facts(line), links(line));
  }

  private static String badge(Line line) {
    return "<span style=\"display:inline-block;padding:2px 6px;border-radius:3px;font-size:12px;line-height:1.4;white-space:nowrap;background-color:%s;color:#ffffff\">%s</span>"
        .formatted(colour(line), MailText.severity(line));
  }

  /** Dark enough for white text, light enough to be visible on black. */
  private static String colour(Line line) {
    if (line.resolved()) {
      return "#2b7a3d";
    }
    return switch (line.severity()) {
      case CRITICAL -> "#c0271e";
      case WARNING -> "#9a5b00";
      case INFO -> "#3f6a9c";
    };
  }

  private static String headline(Line line) {
    return line.name().isEmpty()
        ? "<b>" + text(line.description()) + "</b>"
        : "<b>" + text(line.name()) + "</b> " + text(line.description());
  }

  private static String facts(Line line) {
    return MailText.details(line)
        .map(
            fact -> "<br>\n<span style=\"font-size:13px;%s\">%s</span>".formatted(GREY, text(fact)))
        .collect(Collectors.joining());
  }

  private static String links(Line line) {
    var links =
        MailText.links(line).entrySet().stream()
            .map(link -> link(link.getKey(), link.getValue()))
            .collect(Collectors.joining(" &middot; "));
    return links.isEmpty() ? "" : "<br>\n<span style=\"font-size:13px\">" + links + "</span>";
  }

  private static String link(String words, String url) {
    return "<a href=\"%s\" style=\"color:inherit\">%s</a>".formatted(text(url), text(words));
  }

  private static String counts(List<Count> counts) {
    if (counts.isEmpty()) {
      return "";
    }
    return "<h2 style=\"margin:24px 0 8px;font-size:17px\">By zone and owner</h2>\n"
        + table(all(counts.stream().map(MailHtml::count)));
  }

  private static String count(Count count) {
    return """
    <tr>
    <td style="width:76px;padding:4px 16px 4px 0;text-align:right;vertical-align:top;%s">%d</td>
    <td style="padding:4px 0;vertical-align:top;%s">%s</td>
    </tr>
    """
        .formatted(RULE, count.count(), RULE, text(count.location()));
  }

  private static String page(Message message) {
    var page = message.page();
    return page == null
        ? ""
        : "<p style=\"margin:16px 0 0\">" + link("View all in Certvigil", page) + "</p>\n";
  }

  private static String note(String note) {
    return "<p style=\"margin:12px 0 0\">" + text(note) + "</p>\n";
  }

  private static String all(Stream<String> pieces) {
    return pieces.collect(Collectors.joining());
  }

  static String text(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
