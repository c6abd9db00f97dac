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

/** What is in a mail: parts of MIME, of ASCII only and in short lines, with CRLF. */
final class MailParts {
  private static final String END = "\r\n";

  private MailParts() {}

  /** With its own head and an empty line after it. */
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

  /** Begins with a byte order mark, by which spreadsheets know UTF-8. */
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
   * Parts under one head.
   *
   * @param boundary the same for the same message; begins with {@code =_}, which stands in neither
   *     encoding, so that no line of a part can be taken for it
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
