package io.certvigil.cloudflare.http;

import java.io.IOException;
import java.io.Reader;

/**
 * JSON text in which the escape of each surrogate without its other half is {@code \ufffd}. Such an
 * escape is no character and refused by the parser, so that one would hide all items of a list.
 */
final class WellFormedReader extends Reader {
  private static final int ESCAPE = 6;

  private final Reader in;
  private final char[] buffer = new char[8192];
  private int start;
  private int checked;
  private int end;
  private boolean ended;

  WellFormedReader(Reader in) {
    this.in = in;
  }

  @Override
  public int read(char[] to, int offset, int length) throws IOException {
    while (start == checked) {
      if (ended && start == end) {
        return -1;
      }
      fill();
    }
    int some = Math.min(length, checked - start);
    System.arraycopy(buffer, start, to, offset, some);
    start += some;
    return some;
  }

  private void fill() throws IOException {
    System.arraycopy(buffer, start, buffer, 0, end - start);
    end -= start;
    start = 0;
    checked = 0; // also if the next line throws, and somebody reads on
    int more = in.read(buffer, end, buffer.length - end);
    ended = more < 0;
    end += Math.max(0, more);
    checked = check();
  }

  /** Returns the position up to which the text is decided; what follows needs more of it. */
  private int check() {
    int at = 0;
    while (at < end) {
      int length = buffer[at] == '\\' ? escapeLength(at) : 1;
      if (at + length > end) {
        return ended ? end : at;
      }
      at += length;
    }
    return at;
  }

  /** The length of what is decided together, which may be longer than what is there. */
  private int escapeLength(int at) {
    if (at + 1 < end && buffer[at + 1] != 'u') {
      return 2;
    }
    if (at + ESCAPE > end) {
      return ESCAPE;
    }
    int unit = unit(at);
    boolean high = unit >= Character.MIN_HIGH_SURROGATE && unit <= Character.MAX_HIGH_SURROGATE;
    if (high && at + 2 * ESCAPE > end && !ended) {
      return 2 * ESCAPE;
    }
    if (high && isLow(unit(at + ESCAPE))) {
      return 2 * ESCAPE;
    }
    if (high || isLow(unit)) {
      "fffd".getChars(0, 4, buffer, at + 2);
    }
    return ESCAPE;
  }

  private static boolean isLow(int unit) {
    return unit >= Character.MIN_LOW_SURROGATE && unit <= Character.MAX_LOW_SURROGATE;
  }

  /** The code unit of the escape here; -1 if there is none. */
  private int unit(int at) {
    if (at + ESCAPE > end || buffer[at] != '\\' || buffer[at + 1] != 'u') {
      return -1;
    }
    int value = 0;
    for (int i = at + 2; i < at + ESCAPE; i++) {
      int digit = Character.digit(buffer[i], 16);
      if (digit < 0) {
        return -1;
      }
      value = value * 16 + digit;
    }
    return value;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
