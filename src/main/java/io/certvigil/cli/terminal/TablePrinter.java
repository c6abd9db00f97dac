package io.certvigil.cli.terminal;

import io.certvigil.model.PrintableText;
import io.certvigil.store.view.Csv;
import io.certvigil.store.view.StoredJson;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

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
  /** The highest {@link TableColumn#rank}. */
  static final int LAST_RANK = 9;

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

  /** How a column behaves on a terminal that is too narrow for the table. */
  public enum Fit {
    /** It keeps its width. */
    WHOLE,
    /** It is never cut; a longer value moves the rest of its row. */
    NAME,
    /** It shrinks, and longer values are cut. */
    SHRINKS,
    /** It gets what the others leave, and longer values are cut. */
    REST
  }

  /**
   * A column; numbers are right-aligned.
   *
   * @param rank when it is left out if the terminal is too narrow: 1 is the first to go, 0 never
   */
  public record TableColumn<T>(
      String header, boolean right, Function<T, String> value, Fit fit, int rank) {
    public static <T> TableColumn<T> left(String header, Function<T, String> of) {
      return new TableColumn<>(header, false, of, Fit.WHOLE, 0);
    }

    public static <T> TableColumn<T> right(String header, Function<T, String> of) {
      return new TableColumn<>(header, true, of, Fit.WHOLE, 0);
    }

    public TableColumn<T> fit(Fit other) {
      return new TableColumn<>(header, right, value, other, rank);
    }

    /** It is left out if the terminal is too narrow: 1 is the first to go. */
    public TableColumn<T> leftOut(int at) {
      return new TableColumn<>(header, right, value, fit, at);
    }
  }

  public void print(
      CommandContext context, OutputOption.Format format, Consumer<Consumer<T>> rows) {
    print(context, format, rows, () -> "");
  }

  /**
   * As {@link #print(CommandContext, OutputOption.Format, Consumer)}.
   *
   * @param last the last line of a table, asked for after the rows; empty for none
   */
  public void print(
      CommandContext context,
      OutputOption.Format format,
      Consumer<Consumer<T>> rows,
      Supplier<String> last) {
    switch (format) {
      case TABLE -> printTable(context, rows, last);
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

  private void printTable(
      CommandContext context, Consumer<Consumer<T>> rows, Supplier<String> last) {
    var all = new ArrayList<T>();
    rows.accept(all::add);
    var end = last.get();
    if (all.isEmpty() && end.isEmpty()) {
      context.printError(emptyMessage);
      return;
    }
    if (!all.isEmpty()) {
      printRows(context, all);
    }
    if (!end.isEmpty()) {
      context.out().println(PrintableText.of(end));
    }
  }

  private void printRows(CommandContext context, List<T> all) {
    var cells = new ArrayList<List<String>>();
    cells.add(table.stream().map(TableColumn::header).toList());
    all.forEach(row -> cells.add(table.stream().map(cell -> plain(cell, row)).toList()));
    var layout = new TableLayout(table, cells, context.width());
    context.out().println(layout.line(cells.getFirst()));
    for (int i = 0; i < all.size(); i++) {
      var line = layout.line(cells.get(i + 1));
      context.out().println(style.apply(all.get(i)).paint(line, context));
    }
  }

  private static <T> String plain(TableColumn<T> cell, T row) {
    return PrintableText.of(cell.value().apply(row));
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
