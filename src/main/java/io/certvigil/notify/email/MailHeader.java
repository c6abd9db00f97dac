package io.certvigil.notify.email;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.certvigil.model.PrintableText;
import io.certvigil.policy.EventText;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Encodes text for the headers of a mail, so that it can neither break a line nor add a header. */
final class MailHeader {

  /**
   * Nine characters are at most 60 as an encoded word in base64, so that a line of 76 also has room
   * for the header's name.
   */
  private static final Pattern WORD = Pattern.compile(".{1,9}", Pattern.DOTALL);

  private MailHeader() {}

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
    return WORD.matcher(text)
        .results()
        .map(word -> Base64.getEncoder().encodeToString(word.group().getBytes(UTF_8)))
        .map(word -> "=?UTF-8?B?" + word + "?=")
        .collect(Collectors.joining("\r\n "));
  }
}
