package io.certvigil.notify.email;

import io.certvigil.notify.message.Message;
import io.certvigil.notify.message.Message.Count;
import io.certvigil.notify.message.Message.Line;
import io.certvigil.notify.message.Message.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Writes a message as plain text. */
final class MailPlain {
  private static final String INDENT = "  ";
  private static final int SHORT = 200;

  /** Where the complete list is if the pages have no URL. */
  private static final String COMMAND = "sudo certvigil list";

  private MailPlain() {}

  static String of(Message message, boolean attached) {
    var text = content(message, attached);
    if (message.page() != null) {
      text.addAll(List.of("View all: " + message.page(), ""));
    }
    return signed(text, message);
  }

  /** The text for a connection that is too slow for the complete message. */
  static String smallerText(Message message, String large) {
    var text = content(message, false);
    text.addAll(
        List.of(
            "This message replaces message " + large + ",",
            "which is too large for the mail server or for the connection to it.",
            "The complete list: " + (message.page() == null ? COMMAND : message.page()),
            ""));
    return signed(text, message);
  }

  private static List<String> content(Message message, boolean attached) {
    var text = new ArrayList<>(List.of(message.title(), ""));
    message.parts().forEach(part -> add(text, part, attached));
    message.notes().forEach(note -> text.addAll(List.of(note, "")));
    add(text, message.counts());
    return text;
  }

  private static String signed(List<String> text, Message message) {
    text.addAll(List.of("-- ", "Certvigil " + message.envelope().installation()));
    return lines(text.stream());
  }

  private static void add(List<String> text, Part part, boolean attached) {
    if (!part.heading().isEmpty()) {
      text.addAll(List.of(part.heading() + " (" + part.total() + ")", ""));
    }
    part.lines().forEach(line -> add(text, line));
    if (part.hidden() > 0) {
      text.addAll(List.of(MailText.hidden(part, attached), ""));
    }
  }

  private static void add(List<String> text, Line line) {
    text.add(MailText.severity(line).toUpperCase(Locale.ROOT) + "  " + line.text());
    MailText.details(line).forEach(detail -> text.add(INDENT + detail));
    MailText.links(line).forEach((_, url) -> text.add(INDENT + url));
    text.add("");
  }

  private static void add(List<String> text, List<Count> counts) {
    if (!counts.isEmpty()) {
      text.add("By zone and owner:");
      counts.forEach(count -> text.add("%6d  %s".formatted(count.count(), count.location())));
      text.add("");
    }
  }

  /**
   * The text for a server that rejected the complete message: no links, no attachment, ASCII only.
   */
  static String fallbackText(Message message, String refused) {
    var lines = message.lines().map(MailPlain::fallbackText);
    var text =
        Stream.of(
                Stream.of(message.title(), ""),
                lines,
                message.notes().stream(),
                Stream.of("", "This message replaces message " + refused + ","),
                Stream.of("which the mail server rejected.", "", "-- "),
                Stream.of("Certvigil " + message.envelope().installation()))
            .flatMap(part -> part);
    return asciiOnly(lines(text));
  }

  private static String fallbackText(Line line) {
    var says = MailText.severity(line) + ": " + line.text();
    return says.substring(0, Math.min(says.length(), SHORT));
  }

  /** Replaces the characters for which a filter may have rejected the message. */
  static String asciiOnly(String text) {
    return text.replaceAll("[^ -~\n]", "?").replaceAll("[<>&\"'\\\\]", "?");
  }

  private static String lines(Stream<String> lines) {
    return String.join("\n", lines.toList()) + "\n";
  }
}
