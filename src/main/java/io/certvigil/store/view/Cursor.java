package io.certvigil.store.view;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The position after the last row of a page, where the next page begins. It contains the sort
 * values of the last row and not the number of rows before it, so rows that are added, changed or
 * removed in the meantime do not make another row appear twice or not at all. Opaque to clients;
 * {@link #toString} gives its text for a URL.
 *
 * @param ordering the list and its order; a cursor is valid only for the same list and order
 */
public record Cursor(String ordering, List<String> parts) {
  private static final int LONGEST = 6_000;
  private static final long FIRST_MILLIS = Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();
  private static final long LAST_MILLIS = Instant.parse("9999-12-31T23:59:59Z").toEpochMilli();
  private static final char GAP = '\0'; // does not occur in stored text

  public Cursor {
    parts = List.copyOf(parts);
  }

  /** Parses the text written by {@link #toString}; empty for any other text. */
  public static Optional<Cursor> of(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      var bytes = Base64.getUrlDecoder().decode(text);
      var words = new String(bytes, StandardCharsets.UTF_8).split(String.valueOf(GAP), -1);
      return Optional.of(new Cursor(words[0], List.of(words).subList(1, words.length)));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not Base64, so not a cursor
    }
  }

  /**
   * The cursor before the first certificate that expires at this moment or later, in the order of
   * {@link CertificateSort#NOT_AFTER}.
   */
  public static Cursor expiringFrom(Instant end) {
    return at(CertificateSort.NOT_AFTER.word(), end.toEpochMilli(), -1);
  }

  public static Cursor at(String walk, Object... parts) {
    var words = new ArrayList<String>();
    for (var part : parts) {
      words.add(part.toString());
    }
    return new Cursor(walk, words);
  }

  /**
   * Returns this cursor if it belongs to this list and order.
   *
   * @throws CursorException if it does not
   */
  public Cursor requireOrdering(String walk, int size) {
    if (!this.ordering.equals(walk) || parts.size() != size) {
      throw new CursorException();
    }
    return this;
  }

  public String text(int part) {
    return parts.get(part);
  }

  /**
   * A moment in milliseconds.
   *
   * @throws CursorException if it is outside the years 0000 to 9999, so that no page had it
   */
  public Instant moment(int part) {
    long millis = number(part);
    if (millis < FIRST_MILLIS || millis > LAST_MILLIS) {
      throw new CursorException();
    }
    return Instant.ofEpochMilli(millis);
  }

  public long number(int part) {
    try {
      return Long.parseLong(parts.get(part));
    } catch (NumberFormatException e) {
      throw new CursorException();
    }
  }

  @Override
  public String toString() {
    var text = ordering + GAP + String.join(String.valueOf(GAP), parts);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
