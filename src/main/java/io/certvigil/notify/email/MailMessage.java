package io.certvigil.notify.email;

import io.certvigil.model.Key;
import io.certvigil.notify.message.Message;
import io.certvigil.policy.Severity;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a message as a mail to one recipient: ASCII only, with CRLF, the same bytes for the same
 * message. {@code Date} is when it was composed, {@code Message-ID} is derived from the delivery's
 * id.
 */
final class MailMessage {
  private static final String END = "\r\n";
  private static final int SUBJECT = 140;

  private final Message message;
  private final MailAddress from;
  private final MailAddress to;
  private final String id;

  /**
   * @param id the id of the delivery
   */
  MailMessage(Message message, MailAddress from, MailAddress to, String id) {
    this.message = message;
    this.from = from;
    this.to = to;
    this.id = id;
  }

  /**
   * Text and HTML, with the complete list as an attachment if the message does not show all of it.
   */
  String full() {
    boolean attached = attached();
    var alternative =
        MailParts.multipart(
            "alternative",
            "=_alt_" + id,
            List.of(
                MailParts.text("plain", MailPlain.of(message, attached)),
                MailParts.text("html", MailHtml.of(message, attached))));
    var content =
        attached
            ? MailParts.multipart(
                "mixed",
                "=_mix_" + id,
                List.of(alternative, MailParts.csv(filename(), message.table().csv())))
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
    var day = message.envelope().at().atOffset(ZoneOffset.UTC).toLocalDate();
    return "certvigil-%s-%s.csv"
        .formatted(MailHeader.token(installation()), day)
        .replace("--", "-");
  }

  private String head(String subject, String references) {
    var head = new ArrayList<String>();
    head.add("From: " + sender() + " <" + from.address() + ">");
    head.add("To: <" + to.address() + ">");
    head.add("Subject: " + MailHeader.text(subject, SUBJECT));
    head.add("Date: " + MailHeader.date(message.envelope().at()));
    head.add("Message-ID: " + messageId(id));
    head.add("In-Reply-To: " + references.substring(references.lastIndexOf('<')));
    head.add("References: " + references);
    head.add("Auto-Submitted: auto-generated");
    head.add("X-Auto-Response-Suppress: All");
    if (message.worstSeverity() == Severity.CRITICAL && !message.resolved()) {
      head.add("Importance: high");
    }
    head.add("X-Certvigil-Installation: " + MailHeader.text(installation(), SUBJECT));
    head.add("X-Certvigil-Severity: " + message.worstSeverity().word());
    head.add("MIME-Version: 1.0");
    return String.join(END, head) + END;
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
    var envelope = message.envelope();
    var keys = envelope.alertKeys();
    if (keys.size() == 1) {
      return threadRoot("alert", keys.iterator().next());
    }
    var day = envelope.at().atOffset(ZoneOffset.UTC).toLocalDate().toString();
    return keys.isEmpty() ? threadRoot("digest", envelope.channel()) : threadRoot("day", day);
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
}
