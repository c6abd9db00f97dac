package io.certvigil.notify.email;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.certvigil.model.PrintableText;
import io.certvigil.policy.EventText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Encodes text for the headers of a mail, so that it can neither break a line nor add a header. */
final class MailHeader {

  /**
   * As an encoded word in base64 these are 64 characters, so that a line of 76 also has room for
   * the header's name.
   */
  private static final int WORD_BYTES = 39;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss '+0000'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private MailHeader() {}

  static String date(Instant at) {
    return DATE.format(at);
  }

  /** The text as it is, or as encoded words, one on a line; at most {@code longest} characters. */
  static String text(String text, int longest) {
    var clean = PrintableText.line(text, longest);
    return plain(clean) ? clean : encoded(clean);
  }

  /** The display name before an address. */
  static String phrase(String text) {
    var clean = EventText.clean(text);
    return plain(clean)
        ? '"' + clean.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
        : encoded(clean);
  }

  /** Reduces text to letters, digits, dots, underscores and hyphens, which are safe everywhere. */
  static String token(String text) {
    var token = text.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[-.]+|[-.]+$", "");
    return token.substring(0, Math.min(token.length(), 60));
  }

  /** False for text that looks like an encoded word, which a mail client would decode. */
  private static boolean plain(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c <= '~') && !text.contains("=?");
  }

  private static String encoded(String text) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    for (int codePoint : text.codePoints().toArray()) {
      var next = Character.toString(codePoint);
      if (size(word + next) > WORD_BYTES) {
        words.add(word(word));
        word.setLength(0);
      }
      word.append(next);
    }
    words.add(word(word));
    return String.join("\r\n ", List.copyOf(words));
  }

  private static int size(String text) {
    return text.getBytes(UTF_8).length;
  }

  private static String word(CharSequence text) {
    return "=?UTF-8?B?"
        + Base64.getEncoder().encodeToString(text.toString().getBytes(UTF_8))
        + "?=";
  }
}
