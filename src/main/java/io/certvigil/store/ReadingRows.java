package io.certvigil.store;

import io.certvigil.model.Reading;
import io.certvigil.store.sqlite.Session;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Table {@code reading}: one row for each run of equal readings, so that it grows with change and
 * not with time.
 */
final class ReadingRows {
  private ReadingRows() {}

  /**
   * Extends the last run of the scope if this reading is equal to it, otherwise begins a new run.
   */
  static void write(
      Session session, ScopeRow scope, Reading reading, boolean nothingNew, Instant now) {
    var what = summarize(reading);
    if (!nothingNew || !extendLast(session, scope, what, now)) {
      session.update(
          """
          INSERT INTO reading (scope, outcome, fault, items, expected, first_at, last_at, count)
          VALUES (?, ?, ?, ?, ?, ?, ?, 1)
          """,
          scope.id(),
          what.outcome(),
          what.fault(),
          what.items(),
          what.expected(),
          now,
          now);
      session.update("UPDATE scope SET reading = last_insert_rowid() WHERE id = ?", scope.id());
    }
  }

  private static boolean extendLast(
      Session session, ScopeRow scope, ReadingSummary what, Instant now) {
    return session.update(
            """
            UPDATE reading SET last_at = ?, count = count + 1
            WHERE id = ? AND outcome = ? AND fault IS ? AND items = ? AND expected = ?
            """,
            now,
            scope.reading(),
            what.outcome(),
            what.fault(),
            what.items(),
            what.expected())
        > 0;
  }

  private static ReadingSummary summarize(Reading reading) {
    return switch (reading) {
      case Reading.Complete complete -> {
        int items = complete.certificates().size();
        yield new ReadingSummary("complete", null, items, items);
      }
      case Reading.Partial partial ->
          new ReadingSummary(
              "partial",
              partial.fault().reason().word(),
              partial.seen().size(),
              partial.expected());
      case Reading.Failed failed ->
          new ReadingSummary("failed", failed.fault().reason().word(), 0, 0);
    };
  }

  private record ReadingSummary(String outcome, @Nullable String fault, int items, int expected) {}
}
