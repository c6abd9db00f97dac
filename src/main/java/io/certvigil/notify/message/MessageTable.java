package io.certvigil.notify.message;

import io.certvigil.store.view.Csv;
import java.util.List;
import java.util.function.Function;
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

  /** A column: its name, and its cell in the row of an object. */
  record Column<T>(String name, Function<T, String> cell) {
    /** The column in the rows of objects of which this one is a part. */
    <W> Column<W> of(Function<W, T> part) {
      return new Column<>(name, part.andThen(cell));
    }
  }

  /** One row for each object. */
  static <T> MessageTable of(List<Column<T>> columns, List<T> objects) {
    return new MessageTable(
        columns.stream().map(Column::name).toList(),
        objects.stream()
            .map(object -> columns.stream().map(column -> column.cell().apply(object)).toList())
            .toList());
  }

  public String csv() {
    return Stream.concat(Stream.of(columns), rows.stream())
        .map(Csv::row)
        .collect(Collectors.joining());
  }
}
