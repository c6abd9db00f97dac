package io.certvigil.cli.options;

import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.config.Config;
import io.certvigil.store.Inventory;
import java.time.Instant;

/** How far back the stored history reaches. */
public final class HistoryRange {
  private HistoryRange() {}

  /** Warns on standard error if the data of this moment is missing or incomplete. */
  public static void warnIfIncomplete(
      CommandContext context, Inventory catalogue, Config config, Instant moment, Instant now) {
    var kept = now.minus(config.store().history());
    var known = catalogue.knownSince();
    if (known.isEmpty() || moment.isBefore(known.get())) {
      context
          .err()
          .println(
              "certvigil: no list had been read by "
                  + moment
                  + known.map(first -> "; the first reading was at " + first).orElse(""));
    } else if (moment.isBefore(kept)) {
      context
          .err()
          .println(
              "certvigil: changes before "
                  + CellFormat.minute(kept)
                  + " are no longer stored (store.retention.history): the output is incomplete");
    }
  }
}
