package io.certvigil.notify;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything a message is about, for a spreadsheet.
 *
 * @param columns their names
 * @param rows as many cells each as there are columns
 */
record Table(List<String> columns, List<List<String>> rows) {
  private static final String FORMULA = "=+-@\t\r";

  Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /** One row of these parts, in this order. */
  static List<String> row(List<String> first, List<String> then, List<String> last) {
    return Stream.of(first, then, last).flatMap(List::stream).toList();
  }

  /** RFC 4180, with CRLF; a cell that a spreadsheet would compute is made text. */
  String csv() {
    return Stream.concat(Stream.of(columns), rows.stream())
        .map(row -> row.stream().map(Table::cell).collect(Collectors.joining(",")) + "\r\n")
        .collect(Collectors.joining());
  }

  private static String cell(String text) {
    var harmless = formula(text) ? "'" + text : text;
    return harmless.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + harmless.replace("\"", "\"\"") + '"'
        : harmless;
  }

  /** The days of what has expired are a number, also for a spreadsheet. */
  private static boolean formula(String text) {
    return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 && !text.matches("-[0-9]{1,18}");
  }
}
