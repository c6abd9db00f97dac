package io.certvigil.store.view;

import io.certvigil.model.PrintableText;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The CSV writer of this program: RFC 4180, with CRLF. Names are untrusted, so an apostrophe is put
 * before text that a spreadsheet would run as a formula.
 */
public final class Csv {
  private static final String FORMULA = "=+-@";

  private Csv() {}

  /** A line, including the line end. */
  public static String row(List<String> cells) {
    return cells.stream().map(Csv::cell).collect(Collectors.joining(",")) + "\r\n";
  }

  private static String cell(String text) {
    var printable = PrintableText.of(text);
    var cell = formula(printable) ? "'" + printable : printable;
    boolean quoted = cell.chars().anyMatch(c -> c == ',' || c == '"');
    return quoted ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }

  /**
   * A negative number is not a formula: the days to expiry of an expired certificate are negative.
   */
  private static boolean formula(String text) {
    return !text.isEmpty()
        && FORMULA.indexOf(text.charAt(0)) >= 0
        && !text.matches("-?[0-9]{1,18}");
  }
}
