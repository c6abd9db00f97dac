package io.certvigil.cloudflare.fields;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Normalises fingerprints and serial numbers to lower-case hex without separators. */
public final class HexText {
  private static final Pattern LABEL = Pattern.compile("^\\s*[A-Za-z0-9- ]*Fingerprint\\s*[=:]");
  private static final Pattern DECIMAL = Pattern.compile("[0-9]+");
  private static final int SHA256 = 64;
  private static final int MD5 = 32;
  private static final int MAX_SERIAL_LENGTH = 80;

  private HexText() {}

  /** The SHA-256 fingerprint in this text; empty if the text is missing or something else. */
  static Optional<String> sha256(@Nullable String text) {
    return digits(text).filter(digits -> digits.length() == SHA256);
  }

  /** The MD5 fingerprint in this text; empty if the text is missing or something else. */
  public static Optional<String> md5(@Nullable String text) {
    return digits(text).filter(digits -> digits.length() == MD5);
  }

  /** A serial number given in hex; empty if it is missing or not hex. */
  static Optional<String> serial(@Nullable String text) {
    return text == null || text.length() > MAX_SERIAL_LENGTH
        ? Optional.empty()
        : digits(text.startsWith("0x") ? text.substring(2) : text).map(HexText::unpadded);
  }

  /** The serial number of a certificate; empty if it is longer than any that is allowed. */
  static Optional<String> boundedSerial(BigInteger number) {
    return number.bitLength() > MAX_SERIAL_LENGTH * 4
        ? Optional.empty()
        : Optional.of(number.toString(16));
  }

  /** A serial number given in decimal, or in hex if it is not decimal; empty if it is neither. */
  static Optional<String> decimalSerial(@Nullable String text) {
    return text != null && text.length() <= MAX_SERIAL_LENGTH && DECIMAL.matcher(text).matches()
        ? Optional.of(new BigInteger(text).toString(16))
        : serial(text);
  }

  private static String unpadded(String digits) {
    int start = 0;
    while (start < digits.length() - 1 && digits.charAt(start) == '0') {
      start++;
    }
    return digits.substring(start);
  }

  private static Optional<String> digits(@Nullable String text) {
    if (text == null || text.length() > 4 * SHA256) {
      return Optional.empty();
    }
    if (isLowerHex(text)) {
      return Optional.of(text);
    }
    var joined = new StringBuilder();
    for (var group : LABEL.matcher(text).replaceFirst("").strip().split(":", -1)) {
      joined
          .append(group.length() == 1 ? "0" : "")
          .append(group); // Cloudflare also returns AB:0:31
    }
    var digits = joined.toString().toLowerCase(Locale.ROOT);
    return isLowerHex(digits) ? Optional.of(digits) : Optional.empty();
  }

  private static boolean isLowerHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
