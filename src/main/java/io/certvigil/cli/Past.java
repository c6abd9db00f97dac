package io.certvigil.cli;

import io.certvigil.config.Config;
import io.certvigil.store.Inventory;
import java.time.Instant;

/** How far back one can look. */
final class Past {
  private Past() {}

  /** Says aside where what is shown of a moment cannot be the whole truth. */
  static void note(World world, Inventory catalogue, Config config, Instant moment, Instant now) {
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
                  + Cells.minute(kept)
                  + " are kept no more (store.retention.history): this is not all of it");
    }
  }
}
