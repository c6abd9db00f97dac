package io.certvigil.redaction;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A text as bytes of UTF-8 in small letters, without the characters that do not show, and where in
 * the text each byte comes from. An answer may be encoded twice: by a proxy, and by the receiver
 * behind it.
 */
final class TextView {
  private static final String[] ENTITIES = {"amp;&", "lt;<", "gt;>", "quot;\"", "apos;'"};
  private static final int LONGEST_ENTITY = 8;

  private final byte[] bytes;
  private final int[] origins;
  private int size;

  private TextView(int capacity) {
    bytes = new byte[capacity];
    origins = new int[capacity + 1];
  }

  static TextView of(String text) {
    var view = new TextView(3 * text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      view.append(c, i);
      i += Character.charCount(c);
    }
    view.origins[view.size] = text.length();
    return view;
  }

  /** This text, and what it is with escapes resolved: once, and twice. */
  static List<TextView> readings(String text) {
    var plain = of(text);
    var once = plain.decoded();
    if (once == plain) {
      return List.of(plain);
    }
    var twice = once.decoded();
    return twice == once ? List.of(plain, once) : List.of(plain, once, twice);
  }

  private void append(int c, int origin) {
    if (c < 0x80) {
      appendByte((byte) c, origin);
    } else if (Character.getType(c) != Character.FORMAT && !Character.isISOControl(c)) {
      for (var one : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
        appendByte(one, origin);
      }
    }
  }

  /** The zero byte stays: it separates the parts of a login. */
  private void appendByte(byte one, int origin) {
    if ((one >= 0 && one < ' ' && one != 0) || one == 0x7f) {
      return;
    }
    origins[size] = origin;
    bytes[size++] = one >= 'A' && one <= 'Z' ? (byte) (one + 32) : one;
  }

  /** This text with escapes of URLs, JSON and HTML resolved once; itself if there are none. */
  private TextView decoded() {
    var view = new TextView(size);
    for (int i = 0; i < size; ) {
      int used =
          switch (bytes[i]) {
            case '%' -> hex(view, i, 1, 2);
            case '\\' -> backslash(view, i);
            case '&' -> entity(view, i);
            default -> 0;
          };
      if (used == 0) {
        view.appendByte(bytes[i], origins[i]);
      }
      i += Math.max(1, used);
    }
    view.origins[view.size] = origins[size];
    return view.size == size ? this : view;
  }

  private int backslash(TextView to, int at) {
    byte next = at + 1 < size ? bytes[at + 1] : 0;
    return switch (next) {
      case 'u' -> hex(to, at, 2, 4);
      case 'x' -> hex(to, at, 2, 2);
      case '/', '\\', '"', '\'' -> {
        to.appendByte(next, origins[at]);
        yield 2;
      }
      default -> 0;
    };
  }

  /** Appends the character of these hex digits. Two of them are a byte, four a character. */
  private int hex(TextView to, int at, int from, int digits) {
    int value = number(at + from, at + from + digits, 16);
    if (value < 0) {
      return 0;
    }
    if (digits == 2) {
      to.appendByte((byte) value, origins[at]);
    } else {
      to.append(value, origins[at]);
    }
    return from + digits;
  }

  private int entity(TextView to, int at) {
    for (var entity : ENTITIES) {
      int length = entity.length() - 1;
      if (at + length < size && startsWith(at + 1, entity.substring(0, length))) {
        to.appendByte((byte) entity.charAt(length), origins[at]);
        return length + 1;
      }
    }
    return numericEntity(to, at);
  }

  private int numericEntity(TextView to, int at) {
    int end = at;
    while (end < size && bytes[end] != ';' && end - at < LONGEST_ENTITY) {
      end++;
    }
    if (end >= size || bytes[end] != ';' || end - at < 3 || bytes[at + 1] != '#') {
      return 0;
    }
    boolean hex = bytes[at + 2] == 'x';
    int value = number(at + (hex ? 3 : 2), end, hex ? 16 : 10);
    if (value < 0 || !Character.isValidCodePoint(value)) {
      return 0;
    }
    to.append(value, origins[at]);
    return end + 1 - at;
  }

  private int number(int from, int to, int radix) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = i < size ? Character.digit(bytes[i], radix) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value * radix + digit;
    }
    return from < to ? value : -1;
  }

  private boolean startsWith(int at, String word) {
    return commonLength(at, word) == word.length();
  }

  /** How many bytes from here on are those of this form. */
  int commonLength(int at, String form) {
    int most = Math.min(form.length(), size - at);
    int same = 0;
    while (same < most && bytes[at + same] == (byte) form.charAt(same)) {
      same++;
    }
    return same;
  }

  int size() {
    return size;
  }

  /** The byte here; 0 outside of the text. */
  byte at(int i) {
    return i < 0 || i >= size ? 0 : bytes[i];
  }

  /** Where this byte comes from in the text. */
  int origin(int i) {
    return origins[i];
  }

  int key(int at) {
    return key(bytes, at);
  }

  /** Four bytes as a number. */
  static int key(byte[] bytes, int at) {
    int key = 0;
    for (int i = at; i < at + SecretForm.SHORTEST; i++) {
      key = (key << 8) | (bytes[i] & 0xff);
    }
    return key;
  }

  /** One character for each byte. */
  String text() {
    return new String(Arrays.copyOf(bytes, size), StandardCharsets.ISO_8859_1);
  }
}
