package io.certvigil.notify.email;

import io.certvigil.model.Key;
import io.certvigil.notify.message.Message;
import io.certvigil.policy.Severity;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Writes a message as a mail to one recipient: ASCII only, with CRLF, the same bytes for the same
 * message. {@code Date} is when it was composed, {@code Message-ID} is derived from the delivery's
 * id.
 *
 * @param id the id of the delivery
 */
record MailMessage(Message message, MailAddress from, MailAddress to, String id) {
  private static final String END = "\r\n";
  private static final int SUBJECT = 140;

  /**
   * Text and HTML, with the complete list as an attachment if the message does not show all of it.
   */
  String full() {
    boolean attached = attached();
    var alternative =
        MailParts.multipart(
            "alternative",
            "=_alt_" + id,
            MailParts.text("plain", MailPlain.of(message, attached)),
            MailParts.text("html", MailHtml.of(message, attached)));
    var content =
        attached
            ? MailParts.multipart(
                "mixed",
                "=_mix_" + id,
                alternative,
                MailParts.csv(filename(), message.table().csv()))
            : alternative;
    return head(MailText.subject(message), threadReference()) + content;
  }

  /**
   * The short message that replaces a rejected one.
   *
   * @param refused the id of the rejected message
   */
  String fallback(String refused) {
    var subject = MailPlain.asciiOnly(MailText.subject(message));
    return head(subject, threadReference() + END + ' ' + messageId(refused))
        + MailParts.text("plain", MailPlain.fallbackText(message, refused));
  }

  private boolean attached() {
    boolean digest = message.envelope().eventIds().isEmpty();
    boolean hidden = message.parts().stream().anyMatch(part -> part.hidden() > 0);
    return !message.table().rows().isEmpty()
        && (digest || hidden || !message.notes().isEmpty() || message.parts().isEmpty());
  }

  private String filename() {
    return "certvigil-%s-%s.csv"
        .formatted(MailHeader.token(installation()), day())
        .replace("--", "-");
  }

  private String head(String subject, String references) {
    boolean high = message.worstSeverity() == Severity.CRITICAL && !message.resolved();
    return String.join(
        END,
        "From: " + sender() + " <" + from.address() + ">",
        "To: <" + to.address() + ">",
        "Subject: " + MailHeader.text(subject, SUBJECT),
        "Date: " + date(),
        "Message-ID: " + messageId(id),
        "In-Reply-To: " + references.substring(references.lastIndexOf('<')),
        "References: " + references,
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: All" + (high ? END + "Importance: high" : ""),
        "X-Certvigil-Installation: " + MailHeader.text(installation(), SUBJECT),
        "X-Certvigil-Severity: " + message.worstSeverity().word(),
        "MIME-Version: 1.0",
        "");
  }

  private String sender() {
    var name = from.name().isEmpty() ? "Certvigil " + installation() : from.name();
    return MailHeader.phrase(name);
  }

  /**
   * The id of the thread's root, which is not a real message: every mail about the same alert
   * refers to it, so that their order does not matter. Mails about several alerts form one thread
   * for each day, digests one thread for each channel.
   */
  private String threadReference() {
    var keys = message.envelope().alertKeys();
    if (keys.size() == 1) {
      return threadRoot("alert", keys.iterator().next());
    }
    return keys.isEmpty()
        ? threadRoot("digest", message.envelope().channel())
        : threadRoot("day", day());
  }

  private String threadRoot(String kind, String of) {
    return messageId("thr_" + Key.longOf("thread", installation(), kind, of));
  }

  private String messageId(String local) {
    return "<" + local + "@" + from.domain() + ">";
  }

  private String installation() {
    return message.envelope().installation();
  }

  private String date() {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(at()).replace("GMT", "+0000");
  }

  private String day() {
    return at().toLocalDate().toString();
  }

  private OffsetDateTime at() {
    return message.envelope().at().atOffset(ZoneOffset.UTC);
  }
}
