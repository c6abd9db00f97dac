package io.certvigil.notify.email;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;

/** Writes MIME parts: ASCII only, in short lines, with CRLF. */
final class MailParts {
  private static final String END = "\r\n";

  private MailParts() {}

  static String text(String subtype, String text) {
    return part("text/" + subtype + "; charset=utf-8", "quoted-printable", quotedPrintable(text));
  }

  /**
   * An attachment that begins with a byte order mark, by which spreadsheet programs detect UTF-8.
   */
  static String csv(String filename, String csv) {
    var disposition = "Content-Disposition: attachment; filename=\"" + filename + '"';
    return part(
        "text/csv; charset=utf-8; header=present" + END + disposition,
        "base64",
        Base64.getMimeEncoder().encodeToString(("\ufeff" + csv).getBytes(UTF_8)));
  }

  private static String part(String type, String encoding, String encoded) {
    return String.join(
        END, "Content-Type: " + type, "Content-Transfer-Encoding: " + encoding, "", encoded, "");
  }

  /**
   * Several parts as one multipart entity.
   *
   * @param boundary the same for the same message; begins with {@code =_}, which occurs in neither
   *     encoding, so that no line of a part can be mistaken for it
   */
  static String multipart(String subtype, String boundary, String... parts) {
    var between = "--" + boundary;
    return String.join(
        END,
        "Content-Type: multipart/" + subtype + "; boundary=\"" + boundary + '"',
        "",
        between,
        String.join(between + END, parts) + between + "--",
        "");
  }

  private static String quotedPrintable(String text) {
    var bytes = new ByteArrayOutputStream();
    try (var encoder = MimeUtility.encode(bytes, "quoted-printable")) {
      encoder.write(text.getBytes(UTF_8));
    } catch (IOException | MessagingException e) {
      throw new IllegalStateException("Jakarta Mail encodes in memory", e);
    }
    return bytes.toString(US_ASCII);
  }
}
