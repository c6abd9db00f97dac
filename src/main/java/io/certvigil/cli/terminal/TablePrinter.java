package io.certvigil.cli.terminal;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import com.github.freva.asciitable.OverflowBehaviour;
import io.certvigil.model.PrintableText;
import io.certvigil.store.view.Csv;
import io.certvigil.store.view.StoredJson;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Prints rows as table, JSON or CSV. JSON and CSV are streamed, so that a million rows need no
 * memory.
 *
 * @param table few columns, for people
 * @param csv all columns, for programs
 * @param emptyMessage printed on standard error if a table has no rows
 * @param style the colour of a row of the table
 */
public record TablePrinter<T>(
    List<TableColumn<T>> table,
    List<TableColumn<T>> csv,
    Function<T, Object> json,
    String emptyMessage,
    Function<T, RowStyle> style) {
  private static final int GAPS = 2;

  /** A table without colours. */
  public TablePrinter(
      List<TableColumn<T>> table, List<TableColumn<T>> csv, Function<T, Object> json, String none) {
    this(table, csv, json, none, _ -> RowStyle.PLAIN);
  }

  public TablePrinter<T> styled(Function<T, RowStyle> tone) {
    return new TablePrinter<>(table, csv, json, emptyMessage, tone);
  }

  public TablePrinter<T> withJson(Function<T, Object> other) {
    return new TablePrinter<>(table, csv, other, emptyMessage, style);
  }

  /** A column; numbers are right-aligned. */
  public record TableColumn<T>(String header, boolean right, Function<T, String> value) {
    public static <T> TableColumn<T> left(String header, Function<T, String> of) {
      return new TableColumn<>(header, false, of);
    }

    public static <T> TableColumn<T> right(String header, Function<T, String> of) {
      return new TableColumn<>(header, true, of);
    }
  }

  public void print(
      CommandContext context, OutputOption.Format format, Consumer<Consumer<T>> rows) {
    switch (format) {
      case TABLE -> printTable(context, rows);
      case JSON -> printJson(context.out(), rows);
      case CSV -> printCsv(context.out(), rows);
    }
    context.out().flush();
  }

  /** Prints one row; for people all of its fields, one a line. */
  public void printOne(
      CommandContext context, OutputOption.Format format, T row, Consumer<DetailPrinter> details) {
    switch (format) {
      case TABLE -> details.accept(new DetailPrinter(context.out()));
      case JSON -> context.out().println(StoredJson.write(json.apply(row)));
      case CSV -> printCsv(context.out(), rows -> rows.accept(row));
    }
    context.out().flush();
  }

  private void printTable(CommandContext context, Consumer<Consumer<T>> rows) {
    var all = new ArrayList<T>();
    rows.accept(all::add);
    if (all.isEmpty()) {
      context.printError(emptyMessage);
      return;
    }
    var columns =
        table.stream().map(cell -> column(cell).with((T row) -> plain(cell, row))).toList();
    var text = AsciiTable.getTable(AsciiTable.NO_BORDERS, all, columns);
    var lines = text.lines().map(line -> fit(unpadded(line), context)).toList();
    context.out().println(lines.getFirst());
    for (int i = 0; i < all.size(); i++) {
      context.out().println(style.apply(all.get(i)).paint(lines.get(i + 1), context));
    }
  }

  // Without borders each column still has a blank on both sides.
  private static String unpadded(String line) {
    return line.substring(1).stripTrailing();
  }

  private static <T> String plain(TableColumn<T> cell, T row) {
    return PrintableText.of(cell.value().apply(row));
  }

  private static Column column(TableColumn<?> cell) {
    var align = cell.right() ? HorizontalAlign.RIGHT : HorizontalAlign.LEFT;
    return new Column()
        .header(cell.header())
        .headerAlign(align)
        .dataAlign(align)
        .maxWidth(Integer.MAX_VALUE / GAPS, OverflowBehaviour.CLIP_RIGHT);
  }

  private static String fit(String line, CommandContext context) {
    int width = context.width();
    return width <= 0 || line.codePointCount(0, line.length()) <= width
        ? line
        : line.substring(0, line.offsetByCodePoints(0, width - 1)) + "\u2026";
  }

  private void printJson(PrintStream out, Consumer<Consumer<T>> rows) {
    var separator = new StringBuilder("[\n");
    rows.accept(
        row -> {
          out.print(separator + StoredJson.write(json.apply(row)));
          separator.setLength(0);
          separator.append(",\n");
        });
    out.println(separator.charAt(0) == '[' ? "[]" : "\n]");
  }

  private void printCsv(PrintStream out, Consumer<Consumer<T>> rows) {
    out.print(Csv.row(csv.stream().map(cell -> cell.header().toLowerCase(Locale.ROOT)).toList()));
    rows.accept(
        row -> out.print(Csv.row(csv.stream().map(cell -> cell.value().apply(row)).toList())));
  }
}
