package io.certvigil.store.view;

import io.certvigil.model.PrintableText;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The one way in which this program writes CSV: RFC 4180, with CRLF. Names come from outside, so
 * what a spreadsheet would run as a formula is kept from it by an apostrophe.
 */
public final class Csv {
  private static final String FORMULA = "=+-@";

  private Csv() {}

  /** A line with its end. */
  public static String row(List<String> cells) {
    return cells.stream().map(Csv::cell).collect(Collectors.joining(",")) + "\r\n";
  }

  private static String cell(String text) {
    var printable = PrintableText.of(text);
    var cell = formula(printable) ? "'" + printable : printable;
    boolean quoted = cell.chars().anyMatch(c -> c == ',' || c == '"');
    return quoted ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }

  /** A number is none, also where it is negative: the days of what has expired are. */
  private static boolean formula(String text) {
    return !text.isEmpty()
        && FORMULA.indexOf(text.charAt(0)) >= 0
        && !text.matches("-?[0-9]{1,18}");
  }
}
