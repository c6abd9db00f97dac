package io.certvigil.notify.email;

import io.certvigil.notify.message.Message;
import io.certvigil.notify.message.Message.Count;
import io.certvigil.notify.message.Message.Line;
import io.certvigil.notify.message.Message.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A bulletin in plain text. */
final class MailPlain {
  private static final String INDENT = "  ";
  private static final int SHORT = 200;

  private MailPlain() {}

  static String of(Message bulletin, boolean attached) {
    var text = new ArrayList<String>();
    text.add(bulletin.title());
    text.add("");
    bulletin.parts().forEach(part -> text.addAll(part(part, attached)));
    bulletin.notes().forEach(note -> text.addAll(List.of(note, "")));
    text.addAll(counts(bulletin.counts()));
    if (bulletin.page() != null) {
      text.addAll(List.of("All of it: " + bulletin.page(), ""));
    }
    text.addAll(List.of("-- ", "Certvigil " + bulletin.envelope().installation()));
    return lines(text.stream());
  }

  private static List<String> part(Part part, boolean attached) {
    var text = new ArrayList<String>();
    if (!part.heading().isEmpty()) {
      text.addAll(List.of(part.heading() + " (" + part.total() + ")", ""));
    }
    part.lines().forEach(line -> text.addAll(line(line)));
    if (part.hidden() > 0) {
      text.addAll(List.of(MailText.hidden(part, attached), ""));
    }
    return text;
  }

  private static List<String> line(Line line) {
    var text = new ArrayList<String>();
    text.add(MailText.severity(line).toUpperCase(Locale.ROOT) + "  " + line.text());
    MailText.details(line).forEach(detail -> text.add(INDENT + detail));
    MailText.links(line).forEach((_, url) -> text.add(INDENT + url));
    text.add("");
    return text;
  }

  private static List<String> counts(List<Count> counts) {
    if (counts.isEmpty()) {
      return List.of();
    }
    var text = new ArrayList<String>();
    text.add("By source and zone:");
    counts.forEach(count -> text.add("%6d  %s".formatted(count.count(), count.location())));
    text.add("");
    return text;
  }

  /** For a server that would not take the whole: no links, no attachment, plain letters. */
  static String fallbackText(Message bulletin, String refused) {
    var lines = bulletin.lines().map(MailPlain::fallbackText);
    var text =
        Stream.of(
                Stream.of(bulletin.title(), ""),
                lines,
                bulletin.notes().stream(),
                Stream.of("", "This is in the place of message " + refused + ","),
                Stream.of("which the mail server would not take.", "", "-- "),
                Stream.of("Certvigil " + bulletin.envelope().installation()))
            .flatMap(part -> part);
    return asciiOnly(lines(text));
  }

  private static String fallbackText(Line line) {
    var says = MailText.severity(line) + ": " + line.text();
    return says.substring(0, Math.min(says.length(), SHORT));
  }

  /** What a filter may have taken offence at is not there any more. */
  static String asciiOnly(String text) {
    return text.replaceAll("[^ -~\n]", "?").replaceAll("[<>&\"'\\\\]", "?");
  }

  private static String lines(Stream<String> lines) {
    return String.join("\n", lines.toList()) + "\n";
  }
}
