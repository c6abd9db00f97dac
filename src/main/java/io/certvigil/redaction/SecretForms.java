package io.certvigil.redaction;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.certvigil.redaction.SecretForm.Kind;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The forms in which a secret can come back. By length, in bytes:
 *
 * <ul>
 *   <li>8 or more: found anywhere in a text; inside of base64 at any position. Of one with more
 *       than 12, the first 12 are enough, because others may have cut it.
 *   <li>4 to 7: found as a whole word; base64 only of the secret alone.
 *   <li>Less than 4: not found by itself, but with the user it belongs to ({@code user:password},
 *       and the logins of SMTP), and as base64 if that has at least four characters.
 * </ul>
 *
 * <p>A user name that consists of letters only, such as {@code certvigil}, is found in logins and
 * as base64, but not as a word.
 */
final class SecretForms {
  private static final int LONG = 8;
  private static final int LONG_PATH = 16;
  private static final String SIGNING_PREFIX = "whsec_";

  private final Set<SecretForm> forms = new LinkedHashSet<>();

  private SecretForms() {}

  /** The forms of a token, a password or a URL. */
  static Set<SecretForm> of(String secret) {
    var made = new SecretForms();
    if (secret.contains("://")) {
      made.url(secret);
    } else {
      made.token(secret);
    }
    return made.forms;
  }

  static Set<SecretForm> ofLogin(String user, String password) {
    var made = new SecretForms();
    made.login(user, password);
    return made.forms;
  }

  private void token(String text) {
    literal(text, Kind.ANYWHERE_IN_PART);
    base64(text);
    if (text.startsWith(SIGNING_PREFIX)) {
      token(text.substring(SIGNING_PREFIX.length()));
    }
  }

  private void login(String user, String password) {
    if (!user.chars().allMatch(Character::isLetter)) {
      literal(user, Kind.WORD);
    }
    wholeBase64(user);
    token(password);
    // Basic authentication, AUTH PLAIN without and with the user to act as, XOAUTH2.
    for (var both :
        new String[] {
          user + ":" + password,
          "\0" + user + "\0" + password,
          user + "\0" + user + "\0" + password,
          "user=" + user + "\u0001auth=Bearer " + password + "\u0001\u0001"
        }) {
      literal(both, Kind.ANYWHERE);
      base64(both);
    }
  }

  private void url(String url) {
    int authority = url.indexOf("://") + 3;
    var rest = url.substring(authority);
    int slash = indexOfAny(rest, "/?#");
    var path = rest.substring(slash);
    userInfo(rest.substring(0, slash));
    if (path.length() > 1 || rest.indexOf('@') >= 0) {
      literal(url, Kind.ANYWHERE);
    }
    int query = indexOfAny(path, "?#");
    path(path.substring(0, query).replaceFirst("/+$", ""));
    query(path.substring(query));
  }

  private static int indexOfAny(String text, String ends) {
    int at = 0;
    while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  private void userInfo(String authority) {
    int at = authority.lastIndexOf('@');
    if (at < 0) {
      return;
    }
    var info = authority.substring(0, at);
    literal(info, Kind.ANYWHERE);
    int colon = info.indexOf(':');
    var user = colon < 0 ? info : info.substring(0, colon);
    var password = colon < 0 ? "" : info.substring(colon + 1);
    login(percentDecoded(user), percentDecoded(password));
  }

  /** The path, and the parts of it that look random or end it: receivers see it without a base. */
  private void path(String path) {
    for (int at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
      var end = path.substring(at);
      if (at == 0 || isRandom(end) || end.length() >= LONG_PATH) {
        var kind = isRandom(end) || end.length() >= LONG_PATH ? Kind.ANYWHERE : Kind.WORD;
        literal(end, kind);
        base64(end);
      }
    }
    for (var part : path.split("/", -1)) {
      if (isRandom(part)) {
        token(percentDecoded(part));
      }
    }
  }

  private void query(String query) {
    if (query.length() <= 1) {
      return;
    }
    literal(query.substring(1), Kind.ANYWHERE);
    for (var parameter : query.substring(1).split("[&#]", -1)) {
      literal(parameter, Kind.ANYWHERE);
      var value = percentDecoded(parameter.substring(parameter.indexOf('=') + 1));
      if (value.length() >= LONG) {
        token(value);
      }
    }
  }

  /** Long, or with letters and digits, or with letters of both cases: no word of a language. */
  private static boolean isRandom(String part) {
    boolean digit = part.chars().anyMatch(Character::isDigit);
    boolean small = part.chars().anyMatch(Character::isLowerCase);
    boolean capital = part.chars().skip(1).anyMatch(Character::isUpperCase);
    boolean mixed = digit ? small || capital || part.length() >= LONG : small && capital;
    boolean veryLong = part.indexOf('/', 1) < 0 && part.length() >= 20;
    return part.length() >= LONG && (mixed || veryLong);
  }

  /**
   * The text itself, with the blanks of a form, and as a receiver shows it that takes its bytes for
   * Latin-1.
   *
   * @param kind of a long one; a short one must be a word
   */
  private void literal(String text, Kind kind) {
    for (var form :
        List.of(text, text.replace(' ', '+'), new String(text.getBytes(UTF_8), ISO_8859_1))) {
      add(form, kind);
    }
  }

  /** Also as it reads where escapes were resolved, because a secret may look like an escape. */
  private void add(String text, Kind kind) {
    for (var view : TextView.readings(text)) {
      var form = view.text();
      boolean isShort = form.length() < LONG && kind != Kind.WHOLE_BASE64;
      if (form.length() >= SecretForm.SHORTEST) {
        forms.add(new SecretForm(form, isShort ? Kind.WORD : kind));
      }
    }
  }

  private static String percentDecoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException _) {
      return text; // not encoded
    }
  }

  /**
   * Base64 in both alphabets. Three bytes are four characters, so a secret inside of other text has
   * three forms; the characters at its ends that depend on the text around it are left out.
   */
  private void base64(String text) {
    var bytes = text.getBytes(UTF_8);
    wholeBase64(text);
    if (bytes.length < LONG) {
      return;
    }
    for (int before = 0; before < 3; before++) {
      var padded = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, padded, before, bytes.length);
      int from = (before * 8 + 5) / 6;
      int to = padded.length * 8 / 6;
      bothAlphabets(encoded(padded).substring(from, to), Kind.IN_BASE64);
    }
  }

  private void wholeBase64(String text) {
    var encoded = encoded(text.getBytes(UTF_8));
    bothAlphabets(encoded, Kind.WHOLE_BASE64);
    bothAlphabets(encoded.replace("=", ""), Kind.WHOLE_BASE64);
  }

  private void bothAlphabets(String encoded, Kind kind) {
    add(encoded, kind);
    add(encoded.replace('+', '-').replace('/', '_'), kind);
  }

  private static String encoded(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
