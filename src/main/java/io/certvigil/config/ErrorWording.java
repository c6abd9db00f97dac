package io.certvigil.config;

import io.certvigil.model.PrintableText;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Builds parts of error messages: suggestions, and quotes of the input that are safe to print. */
public final class ErrorWording {
  private static final int MAX_WORD = 60;
  private static final int MAX_SENTENCE = 200;
  private static final int SHORTEST_PART = 3;

  /** What other programs call it. */
  private static final Map<String, String> SYNONYMS =
      Map.of("smtp", "email", "hook", "webhook", "pager", "pagerduty");

  private ErrorWording() {}

  /** {@code (did you mean x?)} with a leading blank, or an empty text if no word is similar. */
  public static String suggest(String word, Collection<String> known) {
    return nearest(word, known).map(near -> " (did you mean " + quote(near) + "?)").orElse("");
  }

  static Optional<String> nearest(String word, Collection<String> known) {
    if (word.length() > MAX_WORD) {
      return Optional.empty();
    }
    var lower = word.toLowerCase(Locale.ROOT).replace('-', '_');
    return known.stream()
        .filter(near -> near.endsWith("_" + lower))
        .findFirst()
        .or(() -> Optional.ofNullable(SYNONYMS.get(lower)).filter(known::contains))
        .or(() -> known.stream().filter(near -> distance(lower, near) == 1).findFirst())
        .or(() -> known.stream().filter(near -> abbreviates(lower, near)).findFirst())
        .or(() -> byDistance(lower, known));
  }

  /** Whether each part begins the same part of the other word, as in {@code client_certs}. */
  private static boolean abbreviates(String word, String whole) {
    var parts = word.split("_", -1);
    var wholes = whole.split("_", -1);
    return parts.length == wholes.length
        && IntStream.range(0, parts.length)
            .allMatch(
                i ->
                    parts[i].length() >= SHORTEST_PART
                        && wholes[i].startsWith(parts[i].replaceFirst("s$", "")));
  }

  private static Optional<String> byDistance(String lower, Collection<String> known) {
    return known.stream()
        .filter(near -> distance(lower, near) <= Math.min(3, (near.length() + 2) / 3))
        .min(Comparator.comparingInt((String near) -> distance(lower, near)));
  }

  /** Quotes the input on one line, cut if it is too long. */
  static String quote(String text) {
    return cut(text, MAX_WORD);
  }

  /** As {@link #quote}, for a message of a library. */
  static String quoteSentence(String text) {
    return cut(text, MAX_SENTENCE);
  }

  private static String cut(String text, int most) {
    var start = PrintableText.truncated(text, most);
    return PrintableText.escaped(start) + (start.equals(text) ? "" : "...");
  }

  /**
   * The number of insertions, deletions, changes and swaps of adjacent characters between two
   * words.
   */
  static int distance(String a, String b) {
    var far = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        far[i][j] = i == 0 || j == 0 ? i + j : step(far, a, b, i, j);
      }
    }
    return far[a.length()][b.length()];
  }

  private static int step(int[][] far, String a, String b, int i, int j) {
    int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int best = Math.min(far[i - 1][j - 1] + same, Math.min(far[i - 1][j], far[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, far[i - 2][j - 2] + 1) : best;
  }
}
