package io.certvigil.notify.email;

import io.certvigil.notify.message.Message;
import io.certvigil.notify.message.Message.Line;
import io.certvigil.notify.message.Message.Part;
import io.certvigil.policy.EventText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What both forms of a mail say in the same words. */
final class MailText {
  private MailText() {}

  /**
   * {@code [prod-eu] critical: 7 certificates need attention}; without a severity where nothing is
   * wrong, and in a digest.
   */
  static String subject(Message bulletin) {
    boolean calm = bulletin.resolved() || bulletin.envelope().eventIds().isEmpty();
    return "["
        + bulletin.envelope().installation()
        + "] "
        + (calm ? "" : bulletin.worstSeverity().word() + ": ")
        + bulletin.title();
  }

  /** {@code resolved}, or how grave it is. */
  static String severity(Line line) {
    return line.resolved() ? "resolved" : line.severity().word();
  }

  /** Where it is, and what else is known: two lines at most. */
  static Stream<String> details(Line line) {
    return Stream.of(line.location(), String.join("; ", line.facts()))
        .filter(detail -> !detail.isEmpty());
  }

  static String hidden(Part part, boolean attached) {
    return "and "
        + EventText.count(part.hidden(), "more", "more")
        + (attached ? ": see the attached list" : "");
  }

  /** Where to look, by what it is. */
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
