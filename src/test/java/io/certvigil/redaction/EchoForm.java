package io.certvigil.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** What a receiver does to our text before it sends it back. */
@SuppressWarnings("ImmutableEnumChecker") // the functions have no state
public enum EchoForm {
  RAW(text -> text),
  PERCENT(text -> percent(text, "%%%02X", false)),
  PERCENT_SMALL(text -> percent(text, "%%%02x", false)),
  PERCENT_ALL(text -> percent(text, "%%%02x", true)),
  PERCENT_TWICE(text -> percent(percent(text, "%%%02X", false), "%%%02X", false)),
  JSON_SLASH(text -> text.replace("\\", "\\\\").replace("/", "\\/").replace("\"", "\\\"")),
  JSON_UNICODE(text -> each(text, "\\u%04x")),
  HTML(
      text ->
          text.replace("&", "&amp;")
              .replace("/", "&#x2F;")
              .replace("=", "&#61;")
              .replace("\"", "&quot;")),
  BASE64(text -> encoded(text)),
  BASE64_URL(text -> Base64.getUrlEncoder().encodeToString(text.getBytes(UTF_8))),
  BASE64_UNPADDED(text -> encoded(text).replace("=", "")),
  BASE64_SECOND(text -> encoded("a" + text + "b")),
  BASE64_THIRD(text -> encoded("ab" + text + "c")),
  SMALL_LETTERS(text -> text.toLowerCase(Locale.ROOT));

  private final UnaryOperator<String> change;

  EchoForm(UnaryOperator<String> change) {
    this.change = change;
  }

  public String of(String text) {
    return change.apply(text);
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static String percent(String text, String format, boolean all) {
    var encoded = new StringBuilder();
    for (byte one : text.getBytes(UTF_8)) {
      boolean plain = one > 0 && Character.isLetterOrDigit(one) && !all;
      encoded.append(plain ? String.valueOf((char) one) : format.formatted(one & 0xff));
    }
    return encoded.toString();
  }

  private static String each(String text, String format) {
    var escaped = new StringBuilder();
    text.chars()
        .forEach(
            c ->
                escaped.append(
                    Character.isLetterOrDigit(c) ? String.valueOf((char) c) : format.formatted(c)));
    return escaped.toString();
  }
}
