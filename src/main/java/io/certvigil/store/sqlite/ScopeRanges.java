package io.certvigil.store.sqlite;

import java.util.ArrayList;
import java.util.List;

/** Divides the watched lists into ranges of row ids that are read at once. */
public final class ScopeRanges {
  private static final String SIZES =
      "SELECT id, items FROM scope WHERE watched = 1 AND source IS NOT NULL ORDER BY id";
  private static final int MOST_LISTS = 100;
  private static final int MOST_CERTIFICATES = 2_000;

  private final List<Range> ranges = new ArrayList<>();
  private long first = -1;
  private long last = -1;
  private int lists;
  private long certificates;

  private ScopeRanges() {}

  /** Row ids, both included. */
  public record Range(long first, long last) {}

  /** In ascending order, without gaps between watched lists. */
  public static List<Range> of(Database database) {
    var ranges = new ScopeRanges();
    database.read(
        "query",
        session -> {
          session.each(SIZES, row -> ranges.add(row.number(), row.number()));
          return ranges;
        });
    ranges.end();
    return ranges.ranges;
  }

  private void add(long id, long items) {
    if (lists > 0 && (lists == MOST_LISTS || certificates + items > MOST_CERTIFICATES)) {
      end();
    }
    first = lists == 0 ? id : first;
    last = id;
    lists++;
    certificates += items;
  }

  private void end() {
    if (lists > 0) {
      ranges.add(new Range(first, last));
    }
    lists = 0;
    certificates = 0;
  }
}
