package io.certvigil.notify.email;

import io.certvigil.model.PrintableText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reply of a mail server.
 *
 * @param code 200 to 599; 0 if there was no valid reply
 * @param summary for people: the code and the text on one line, at most 160 characters
 */
public record SmtpReply(int code, String summary) {
  private static final int SHOWN = 160;

  public static SmtpReply of(int code, @Nullable String said) {
    boolean known = code >= 200 && code <= 599;
    return new SmtpReply(known ? code : 0, bounded(said == null ? "" : said));
  }

  boolean isTemporaryFailure() {
    return code / 100 == 4;
  }

  boolean isPermanentFailure() {
    return code / 100 == 5;
  }

  /**
   * Further lines repeat the code, and often the enhanced status code; the repetitions are removed.
   */
  private static String bounded(String said) {
    var words = oneLine(said);
    return PrintableText.truncated(words, SHOWN).equals(words)
        ? words
        : PrintableText.truncated(words, SHOWN - 3) + "...";
  }

  /** The start of the reply, much longer than {@link #summary}, on one line. */
  static String oneLine(String said) {
    var lines = new ArrayList<String>();
    for (var line : said.substring(0, Math.min(said.length(), 20 * SHOWN)).split("\n", -1)) {
      var clean = PrintableText.line(line).replaceAll(" +", " ");
      lines.add(lines.isEmpty() ? clean.replaceFirst("^(\\d{3})-", "$1 ") : text(clean));
    }
    return joined(lines);
  }

  private static String text(String line) {
    return line.replaceFirst("^\\d{3}[- ]?(\\d\\.\\d+\\.\\d+ )?", "");
  }

  private static String joined(List<String> lines) {
    return String.join(" ", lines.stream().filter(line -> !line.isEmpty()).toList());
  }
}
