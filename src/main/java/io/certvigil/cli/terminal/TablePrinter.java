package io.certvigil.cli.terminal;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import com.github.freva.asciitable.OverflowBehaviour;
import io.certvigil.store.view.Csv;
import io.certvigil.store.view.StoredJson;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Prints rows as table, JSON or CSV. Rows of the last two are printed as they come, so that a
 * million of them need no memory.
 *
 * @param table few columns, for people
 * @param csv all columns, for programs
 * @param none what a table without rows says instead
 * @param tone how bad a row of the table is
 */
public record TablePrinter<T>(
    List<TablePrinter.TableColumn<T>> table,
    List<TablePrinter.TableColumn<T>> csv,
    Function<T, Object> json,
    String emptyMessage,
    Function<T, RowStyle> style) {
  private static final int GAPS = 2;

  /** One without a bad row. */
  public TablePrinter(
      List<TablePrinter.TableColumn<T>> table,
      List<TablePrinter.TableColumn<T>> csv,
      Function<T, Object> json,
      String none) {
    this(table, csv, json, none, _ -> RowStyle.PLAIN);
  }

  public TablePrinter<T> styled(Function<T, RowStyle> tone) {
    return new TablePrinter<>(table, csv, json, emptyMessage, tone);
  }

  /** A column; numbers stand on the right. */
  public record TableColumn<T>(String header, boolean right, Function<T, String> value) {
    public static <T> TableColumn<T> left(String header, Function<T, String> of) {
      return new TableColumn<>(header, false, of);
    }

    public static <T> TableColumn<T> right(String header, Function<T, String> of) {
      return new TableColumn<>(header, true, of);
    }
  }

  public void print(CommandContext world, OutputOption.Format format, Consumer<Consumer<T>> rows) {
    switch (format) {
      case TABLE -> printTable(world, rows);
      case JSON -> printJson(world.out(), rows);
      case CSV -> printCsv(world.out(), rows);
    }
    world.out().flush();
  }

  private void printTable(CommandContext world, Consumer<Consumer<T>> rows) {
    var all = new ArrayList<T>();
    rows.accept(all::add);
    if (all.isEmpty()) {
      world.err().println(emptyMessage);
      return;
    }
    var columns =
        table.stream().map(cell -> column(cell).with((T row) -> plain(cell, row))).toList();
    var text = AsciiTable.getTable(AsciiTable.NO_BORDERS, all, columns);
    var lines = text.lines().map(line -> fit(unpadded(line), world)).toList();
    world.out().println(lines.getFirst());
    for (int i = 0; i < all.size(); i++) {
      world.out().println(style.apply(all.get(i)).paint(lines.get(i + 1), world));
    }
  }

  // Without borders each column still has a blank on both sides.
  private static String unpadded(String line) {
    return line.substring(1).stripTrailing();
  }

  private static <T> String plain(TableColumn<T> cell, T row) {
    return CellFormat.plain(cell.value().apply(row));
  }

  private static Column column(TableColumn<?> cell) {
    var align = cell.right() ? HorizontalAlign.RIGHT : HorizontalAlign.LEFT;
    return new Column()
        .header(cell.header())
        .headerAlign(align)
        .dataAlign(align)
        .maxWidth(Integer.MAX_VALUE / GAPS, OverflowBehaviour.CLIP_RIGHT);
  }

  private static String fit(String line, CommandContext world) {
    int width = world.width();
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
