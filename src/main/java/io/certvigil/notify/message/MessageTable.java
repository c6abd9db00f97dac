package io.certvigil.notify.message;

import io.certvigil.store.view.Csv;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All events or certificates of a message, for a spreadsheet.
 *
 * @param columns the names of the columns
 * @param rows as many cells each as there are columns
 */
public record MessageTable(List<String> columns, List<List<String>> rows) {
  public MessageTable {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /** One row of these parts, in this order. */
  static List<String> row(List<String> first, List<String> then, List<String> last) {
    return Stream.of(first, then, last).flatMap(List::stream).toList();
  }

  public String csv() {
    return Stream.concat(Stream.of(columns), rows.stream())
        .map(Csv::row)
        .collect(Collectors.joining());
  }
}
