package io.certvigil.cli.terminal;

import io.certvigil.cli.terminal.TablePrinter.Fit;
import io.certvigil.cli.terminal.TablePrinter.TableColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The widths of the columns of a table on a terminal. If the table is too wide, columns shrink
 * first; then those that are not necessary are left out, one after the other. A name is never cut:
 * one that is longer than its column moves the rest of its row to the right.
 */
final class TableLayout {
  private static final int GAP = 2;
  private static final int LEAST_SHRUNK = 8;
  private static final int LEAST_REST = 24;
  private static final int LEAST_NAME = 16;
  private static final int LEFT_OUT = -1;

  private final List<? extends TableColumn<?>> columns;
  private final int[] widths;
  private final int terminal;

  /**
   * @param cells the header and the rows, each with a cell a column
   * @param terminal its columns; 0 if the output is not a terminal, so that nothing is cut
   */
  TableLayout(List<? extends TableColumn<?>> columns, List<List<String>> cells, int terminal) {
    this.columns = columns;
    this.terminal = terminal;
    widths = new int[columns.size()];
    for (var row : cells) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], DisplayWidth.of(row.get(i)));
      }
    }
    if (terminal > 0 && width(widths) > terminal) {
      narrow();
    }
  }

  private void narrow() {
    int[] least = least();
    for (int rank = 1; width(least) > terminal && rank <= TablePrinter.LAST_RANK; rank++) {
      for (int i = 0; i < least.length; i++) {
        if (columns.get(i).rank() == rank) {
          least[i] = LEFT_OUT;
          widths[i] = LEFT_OUT;
        }
      }
    }
    int free = terminal - width(least);
    for (int i = least.length - 1; i >= 0; i--) {
      var fit = columns.get(i).fit();
      if (fit == Fit.SHRINKS) {
        free = widen(least, i, free);
      } else if (fit == Fit.NAME && free < 0) {
        least[i] = Math.max(Math.min(LEAST_NAME, least[i]), least[i] + free);
      }
    }
    for (int i = 0; i < least.length; i++) {
      free = columns.get(i).fit() == Fit.REST ? widen(least, i, free) : free;
    }
    System.arraycopy(least, 0, widths, 0, widths.length);
  }

  private int[] least() {
    int[] least = widths.clone();
    for (int i = 0; i < least.length; i++) {
      least[i] =
          switch (columns.get(i).fit()) {
            case WHOLE, NAME -> least[i];
            case SHRINKS -> Math.min(LEAST_SHRUNK, least[i]);
            case REST -> Math.min(LEAST_REST, least[i]);
          };
    }
    return least;
  }

  /** Returns what is still free. */
  private int widen(int[] least, int column, int free) {
    int more = Math.max(0, Math.min(free, widths[column] - least[column]));
    least[column] += more;
    return free - more;
  }

  private static int width(int[] widths) {
    return Arrays.stream(widths).filter(width -> width >= 0).map(width -> width + GAP).sum() - GAP;
  }

  /** One line, without blanks at its end. */
  String line(List<String> cells) {
    var parts = new ArrayList<String>();
    boolean named = false;
    for (int i = 0; i < widths.length; i++) {
      var column = columns.get(i);
      if (widths[i] >= 0) {
        boolean cuts = column.fit() == Fit.SHRINKS || column.fit() == Fit.REST;
        var text = cuts ? DisplayWidth.cut(cells.get(i), widths[i]) : cells.get(i);
        parts.add(DisplayWidth.padded(text, widths[i], column.right()));
      }
      named |= column.fit() == Fit.NAME;
    }
    var line = String.join(" ".repeat(GAP), parts).stripTrailing();
    return named || terminal <= 0 ? line : DisplayWidth.cut(line, terminal);
  }
}
