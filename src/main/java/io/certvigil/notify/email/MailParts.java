package io.certvigil.notify.email;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Sets the content of a mail or of one of its parts, and the headers that describe it. */
final class MailParts {
  private MailParts() {}

  static <P extends MimePart> P text(P part, String subtype, String text)
      throws MessagingException {
    setContent(part, "text/" + subtype + "; charset=utf-8", text.getBytes(UTF_8));
    part.setHeader("Content-Transfer-Encoding", "quoted-printable");
    return part;
  }

  /**
   * An attachment that begins with a byte order mark, by which spreadsheet programs detect UTF-8.
   */
  static MimeBodyPart csv(String filename, String csv) throws MessagingException {
    var part = new MimeBodyPart();
    part.setFileName(filename);
    setContent(part, "text/csv; charset=utf-8; header=present", ("\ufeff" + csv).getBytes(UTF_8));
    part.setHeader("Content-Transfer-Encoding", "base64");
    return part;
  }

  static <P extends MimePart> P multipart(
      P part, String subtype, String boundary, MimeBodyPart... parts)
      throws MessagingException, IOException {
    var multipart = new BoundedMultipart(subtype, boundary, parts);
    var bytes = new ByteArrayOutputStream();
    multipart.writeTo(bytes);
    setContent(part, multipart.getContentType(), bytes.toByteArray());
    return part;
  }

  /** With bytes as the content, Jakarta Mail needs no handler from the system's mailcap files. */
  private static void setContent(MimePart part, String type, byte[] bytes)
      throws MessagingException {
    part.setDataHandler(new DataHandler(new ByteArrayDataSource(bytes, type)));
    part.setHeader("Content-Type", type);
  }

  /** Jakarta Mail's own boundaries differ each time. */
  private static final class BoundedMultipart extends MimeMultipart {

    /**
     * @param boundary begins with {@code =_}, which occurs in neither encoding, so that no line of
     *     a part can be mistaken for it
     */
    BoundedMultipart(String subtype, String boundary, MimeBodyPart... parts)
        throws MessagingException {
      super(subtype, parts);
      contentType = "multipart/%s; boundary=\"%s\"".formatted(subtype, boundary);
    }
  }
}
