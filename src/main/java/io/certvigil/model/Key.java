package io.certvigil.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Stable identifiers: a SHA-256 over length-prefixed parts, in Crockford's base 32 in lower case.
 * The same parts give the same identifier on every machine and in every version.
 */
public final class Key {
  private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int SHORT = 10;
  private static final int LONG = 26;

  private Key() {}

  /** The key of a certificate, as typed in commands: 10 digits. */
  public static String ofCertificate(Scope scope, String certificateId) {
    return ofCertificate(scope.key(), certificateId);
  }

  /** The same, if only the key of its scope is known. */
  public static String ofCertificate(String scopeKey, String certificateId) {
    return shortOf("certificate", scopeKey, certificateId);
  }

  /** 10 digits, 50 bits: short enough to type. */
  public static String shortOf(String... parts) {
    return base32(digest(parts), SHORT);
  }

  /** 26 digits, 130 bits: unique without a central registry. */
  public static String longOf(String... parts) {
    return base32(digest(parts), LONG);
  }

  /** The first {@code digits} base-32 digits of these bytes. */
  public static String base32(byte[] bytes, int digits) {
    var text = new StringBuilder(digits);
    for (int digit = 0; digit < digits; digit++) {
      text.append(DIGITS.charAt(fiveBits(bytes, digit * 5)));
    }
    return text.toString();
  }

  private static int fiveBits(byte[] bytes, int bit) {
    int high = bytes[bit / 8] & 0xff;
    int low = bit / 8 + 1 < bytes.length ? bytes[bit / 8 + 1] & 0xff : 0;
    return (((high << 8) | low) >> (11 - bit % 8)) & 31;
  }

  private static byte[] digest(String... parts) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      for (var part : parts) {
        var bytes = part.getBytes(StandardCharsets.UTF_8);
        sha.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        sha.update(bytes);
      }
      return sha.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
