package io.certvigil.notify.email;

import io.certvigil.notify.message.Message;
import io.certvigil.notify.message.Message.Line;
import io.certvigil.notify.message.Message.Part;
import io.certvigil.policy.EventText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The text that the plain and the HTML form of a mail share. */
final class MailText {
  private MailText() {}

  /**
   * {@code [prod-eu] critical: Certificates: 7 critical}; without a severity if everything is
   * resolved, and in a digest.
   */
  static String subject(Message message) {
    boolean withoutSeverity = message.resolved() || message.envelope().eventIds().isEmpty();
    return "["
        + message.envelope().installation()
        + "] "
        + (withoutSeverity ? "" : message.worstSeverity().word() + ": ")
        + message.title();
  }

  /** {@code resolved}, or the severity. */
  static String severity(Line line) {
    return line.resolved() ? "resolved" : line.severity().word();
  }

  /** Where it is, why it is told, what to do and how to acknowledge it: four lines at most. */
  static Stream<String> details(Line line) {
    var acknowledging = line.acknowledging().map("Acknowledge: "::concat).orElse("");
    return Stream.of(line.place(), String.join("; ", line.facts()), line.advice(), acknowledging)
        .filter(detail -> !detail.isEmpty());
  }

  static String hidden(Part part, boolean attached) {
    return "and "
        + EventText.count(part.hidden(), "more", "more")
        + (attached ? ": see the attached list" : "");
  }

  /** The URLs of the links, by their text. */
  static Map<String, String> links(Line line) {
    var links = new LinkedHashMap<String, String>();
    if (line.link() != null) {
      links.put("Details", line.link());
    }
    if (line.dashboard() != null) {
      links.put("Cloudflare", line.dashboard());
    }
    return links;
  }
}
