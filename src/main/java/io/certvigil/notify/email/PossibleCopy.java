package io.certvigil.notify.email;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Marks a mail that is sent again although an earlier attempt may have arrived: in the subject, in
 * a header and at the start of its texts. The same message gives the same bytes.
 */
final class PossibleCopy {
  static final String HEADER = "X-Certvigil-Possible-Copy";
  private static final String PREFIX = "Possible copy:";
  private static final String NOTE =
      "Possible copy: the mail server did not answer\r\nwhen this message was sent before.";

  private static final Pattern SUBJECT = Pattern.compile("(?m)^Subject: ");
  private static final Pattern HEADERS_END = Pattern.compile("\r\n\r\n");

  /** The header of a part, up to its end. */
  private static final Pattern PLAIN =
      Pattern.compile("(?m)^Content-Type: text/plain(?s:.*?)\r\n\r\n");

  /** The first line that {@link MailHtml} shows, as quoted-printable. */
  private static final Pattern HTML_TITLE = Pattern.compile("(?m)^<h1 style=3D");

  private PossibleCopy() {}

  /**
   * @param message in the format of RFC 5322
   */
  static String mark(String message) {
    var end = HEADERS_END.matcher(message);
    int headers = end.find() ? end.start() : message.length();
    var subject = SUBJECT.matcher(message.substring(0, headers));
    var marked =
        subject.replaceFirst(
            Matcher.quoteReplacement(HEADER + ": true\r\nSubject: " + PREFIX + "\r\n "));
    return texts(marked + message.substring(headers));
  }

  private static String texts(String message) {
    var plain = PLAIN.matcher(message);
    var noted = plain.replaceFirst("$0" + Matcher.quoteReplacement(NOTE + "\r\n\r\n"));
    return HTML_TITLE
        .matcher(noted)
        .replaceFirst(Matcher.quoteReplacement("<p>" + NOTE + "</p>\r\n") + "$0");
  }
}
