package io.certvigil.store.view;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Where a page ended, so that the next one can begin there. It names the last row by what it was
 * sorted by, not by how many rows came before: rows that come, change or go meanwhile make no other
 * row come twice or not at all. Opaque outside; {@link #toString} gives it as text for a URL.
 *
 * @param walk what was walked, and in which order; a cursor of one walk fits no other
 */
public record Cursor(String ordering, List<String> parts) {
  private static final int LONGEST = 6_000;
  private static final char GAP = '\0'; // in no text that is stored

  public Cursor {
    parts = List.copyOf(parts);
  }

  /** What {@link #toString} wrote; empty for anything else. */
  public static Optional<Cursor> of(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      var bytes = Base64.getUrlDecoder().decode(text);
      var words = new String(bytes, StandardCharsets.UTF_8).split(String.valueOf(GAP), -1);
      return Optional.of(new Cursor(words[0], List.of(words).subList(1, words.length)));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // no Base64, so none of ours
    }
  }

  /**
   * Where those begin that end at this moment or later, in the order of {@link
   * CertificateSort#END}.
   */
  public static Cursor expiringFrom(Instant end) {
    return at(CertificateSort.END.word(), end.toEpochMilli(), -1);
  }

  public static Cursor at(String walk, Object... parts) {
    var words = new ArrayList<String>();
    for (var part : parts) {
      words.add(part.toString());
    }
    return new Cursor(walk, words);
  }

  /**
   * The cursor, if it is one of this walk.
   *
   * @throws CursorException where it is not
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
