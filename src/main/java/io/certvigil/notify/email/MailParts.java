package io.certvigil.notify.email;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** Writes MIME parts: ASCII only, in short lines, with CRLF. */
final class MailParts {
  private static final String END = "\r\n";

  private MailParts() {}

  /** A text part: its headers, an empty line and the encoded text. */
  static String text(String subtype, String text) {
    return "Content-Type: text/"
        + subtype
        + "; charset=utf-8"
        + END
        + "Content-Transfer-Encoding: quoted-printable"
        + END
        + END
        + quotedPrintable(text)
        + END;
  }

  /**
   * An attachment that begins with a byte order mark, by which spreadsheet programs detect UTF-8.
   */
  static String csv(String filename, String csv) {
    return "Content-Type: text/csv; charset=utf-8; header=present"
        + END
        + "Content-Disposition: attachment; filename=\""
        + filename
        + '"'
        + END
        + "Content-Transfer-Encoding: base64"
        + END
        + END
        + Base64.getMimeEncoder().encodeToString(("\ufeff" + csv).getBytes(UTF_8))
        + END;
  }

  /**
   * Several parts as one multipart entity.
   *
   * @param boundary the same for the same message; begins with {@code =_}, which occurs in neither
   *     encoding, so that no line of a part can be mistaken for it
   */
  static String multipart(String subtype, String boundary, List<String> parts) {
    var between = "--" + boundary;
    return "Content-Type: multipart/"
        + subtype
        + "; boundary=\""
        + boundary
        + '"'
        + END
        + END
        + parts.stream().map(part -> between + END + part).collect(Collectors.joining())
        + between
        + "--"
        + END;
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
