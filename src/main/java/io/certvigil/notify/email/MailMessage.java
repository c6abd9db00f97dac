package io.certvigil.notify.email;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.certvigil.model.Key;
import io.certvigil.model.PrintableText;
import io.certvigil.notify.message.Message;
import io.certvigil.policy.EventText;
import io.certvigil.policy.Severity;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Writes a message as a mail to one recipient: ASCII only, with CRLF, the same bytes for the same
 * message. {@code Date} is when it was composed, {@code Message-ID} is derived from the delivery's
 * id.
 *
 * @param id the id of the delivery
 */
record MailMessage(Message message, MailAddress from, MailAddress to, String id) {
  private static final String CHARSET = "UTF-8";
  private static final int LONGEST = 140;

  /** Nine characters are at most 48 in base64. */
  private static final Pattern WORD = Pattern.compile(".{1,9}");

  /**
   * Text and HTML, with the complete list as an attachment if the message does not show all of it.
   */
  String full() throws MessagingException, IOException {
    var mail = mail(MailText.subject(message), threadReference());
    if (attached()) {
      var texts = texts(new MimeBodyPart(), true);
      var csv = MailParts.csv(filename(), message.table().csv());
      return written(MailParts.multipart(mail, "mixed", "=_mix_" + id, texts, csv));
    }
    return written(texts(mail, false));
  }

  private <P extends MimePart> P texts(P part, boolean attached)
      throws MessagingException, IOException {
    var plain = MailParts.text(new MimeBodyPart(), "plain", MailPlain.of(message, attached));
    var html = MailParts.text(new MimeBodyPart(), "html", MailHtml.of(message, attached));
    return MailParts.multipart(part, "alternative", "=_alt_" + id, plain, html);
  }

  /**
   * The short message that replaces a rejected one.
   *
   * @param refused the id of the rejected message
   */
  String fallback(String refused) throws MessagingException, IOException {
    var subject = MailPlain.asciiOnly(MailText.subject(message));
    var mail = mail(subject, threadReference(), messageId(refused));
    return written(MailParts.text(mail, "plain", MailPlain.fallbackText(message, refused)));
  }

  /**
   * The message without the complete list, which is on the page, for a connection on which it takes
   * too long.
   *
   * @param large the id of the message that it replaces
   */
  String smaller(String large) throws MessagingException, IOException {
    var mail = mail(MailText.subject(message), threadReference(), messageId(large));
    return written(MailParts.text(mail, "plain", MailPlain.smallerText(message, large)));
  }

  private static String written(MimeMessage mail) throws MessagingException, IOException {
    var bytes = new ByteArrayOutputStream();
    mail.writeTo(bytes);
    return bytes.toString(US_ASCII);
  }

  /** Whether the complete list is attached. */
  boolean attached() {
    boolean digest = message.envelope().eventIds().isEmpty();
    boolean hidden = message.parts().stream().anyMatch(part -> part.hidden() > 0);
    return !message.table().rows().isEmpty()
        && (digest || hidden || !message.notes().isEmpty() || message.parts().isEmpty());
  }

  private String filename() {
    var name = installation().replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[-.]+|[-.]+$", "");
    return "certvigil-%s-%s.csv"
        .formatted(PrintableText.truncated(name, 60), day())
        .replace("--", "-");
  }

  private MimeMessage mail(String subject, String... references)
      throws MessagingException, IOException {
    var mail =
        new MimeMessage((Session) null) {
          @Override
          protected void updateHeaders() {
            // All are set here; those that Jakarta Mail would add differ each time.
          }
        };
    mail.setFrom(sender());
    mail.setRecipient(RecipientType.TO, new InternetAddress(to.address(), null, CHARSET));
    mail.setSubject(header(subject), CHARSET);
    mail.setHeader("Date", date());
    mail.setHeader("Message-ID", messageId(id));
    mail.setHeader("In-Reply-To", references[references.length - 1]);
    mail.setHeader("References", MimeUtility.fold(12, String.join(" ", references)));
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setHeader("X-Auto-Response-Suppress", "All");
    if (message.worstSeverity() == Severity.CRITICAL && !message.resolved()) {
      mail.setHeader("Importance", "high");
    }
    var installation = MimeUtility.encodeText(header(installation()), CHARSET, null);
    mail.setHeader("X-Certvigil-Installation", MimeUtility.fold(26, installation));
    mail.setHeader("X-Certvigil-Severity", message.worstSeverity().word());
    mail.setHeader("MIME-Version", "1.0");
    return mail;
  }

  private InternetAddress sender() throws IOException {
    var name = from.name().isEmpty() ? "Certvigil " + installation() : from.name();
    return new InternetAddress(from.address(), literal(EventText.clean(name)), CHARSET);
  }

  private static String header(String text) {
    return literal(PrintableText.line(text, LONGEST));
  }

  /** Encodes text that looks encoded, which Jakarta Mail would leave and a client would decode. */
  private static String literal(String text) {
    return text.contains("=?") ? WORD.matcher(text).replaceAll(MailMessage::encoded) : text;
  }

  private static String encoded(MatchResult word) {
    return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(word.group().getBytes(UTF_8)) + "?= ";
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
