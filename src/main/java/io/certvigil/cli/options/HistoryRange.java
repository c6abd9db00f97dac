package io.certvigil.cli.options;

import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.config.Config;
import io.certvigil.store.Inventory;
import java.time.Instant;

/** How far back one can look. */
public final class HistoryRange {
  private HistoryRange() {}

  /** Says aside where what is shown of a moment cannot be the whole truth. */
  public static void warnIfIncomplete(
      CommandContext world, Inventory catalogue, Config config, Instant moment, Instant now) {
    var kept = now.minus(config.store().history());
    var known = catalogue.knownSince();
    if (known.isEmpty() || moment.isBefore(known.get())) {
      world
          .err()
          .println(
              "certvigil: nothing had been read by "
                  + moment
                  + known.map(first -> "; the first reading was at " + first).orElse(""));
    } else if (moment.isBefore(kept)) {
      world
          .err()
          .println(
              "certvigil: changes of before "
                  + CellFormat.minute(kept)
                  + " are kept no more (store.retention.history): this is not all of it");
    }
  }
}
