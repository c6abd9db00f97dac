package io.certvigil.notify.email;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.certvigil.net.Connector;
import io.certvigil.net.OutboundSettings;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.NotifySettings.ChannelSettings;
import io.certvigil.policy.Severity;
import io.certvigil.redaction.Scrubber;
import io.certvigil.store.NewDelivery;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** A channel of mails, and its mails as Jakarta Mail parses them. */
public final class TestMails {
  private TestMails() {}

  public static EmailChannel channel(String... to) {
    var smtp =
        new NotifySettings.Smtp("localhost", 25, NotifySettings.Smtp.Tls.STARTTLS, null, null);
    var settings = new ChannelSettings.Email(smtp, "from@example.com", List.of(to), Severity.INFO);
    return new EmailChannel(
        "mail",
        settings,
        SmtpLimits.all(Duration.ofSeconds(1)),
        new Scrubber(),
        new Connector(OutboundSettings.DIRECT));
  }

  /** The body of a delivery with a small mail to this address. */
  public static String body(String to, String id) {
    var mail = "Subject: a\r\nMessage-ID: <" + id + "@x>\r\n\r\ntext\r\n";
    return new MailBody(to, mail, id + "_short", mail).json();
  }

  public static MimeMessage parsed(NewDelivery delivery) throws MessagingException {
    return parsed(MailBody.read(delivery.body()).message());
  }

  static MimeMessage parsed(String message) throws MessagingException {
    return new MimeMessage(
        Session.getInstance(new Properties()),
        new ByteArrayInputStream(message.getBytes(US_ASCII)));
  }

  /** The part and all parts in it, in the order of the mail. */
  static List<Part> parts(Part part) throws MessagingException, IOException {
    var parts = new ArrayList<>(List.of(part));
    if (part.getContent() instanceof Multipart multipart) {
      for (int i = 0; i < multipart.getCount(); i++) {
        parts.addAll(parts(multipart.getBodyPart(i)));
      }
    }
    return parts;
  }

  /** The texts of all parts that have no parts themselves. */
  public static List<String> bodies(Part mail) throws MessagingException, IOException {
    var bodies = new ArrayList<String>();
    for (var part : parts(mail)) {
      if (!part.isMimeType("multipart/*")) {
        try (var in = part.getInputStream()) {
          bodies.add(new String(in.readAllBytes(), UTF_8));
        }
      }
    }
    return bodies;
  }
}
