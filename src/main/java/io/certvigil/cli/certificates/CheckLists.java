package io.certvigil.cli.certificates;

import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.store.view.CheckFacts;
import java.util.List;

/**
 * Whether the stored data is complete and recent enough for a result.
 *
 * @param lists the number of watched lists
 * @param read how many of them have been read completely at least once
 * @param unreadable name and reason of each list that is no longer read
 */
record CheckLists(int lists, long read, List<String> unreadable) {
  static CheckLists of(CheckFacts facts) {
    return new CheckLists(
        facts.lists(), facts.read(), facts.unreadable().stream().map(CheckLists::words).toList());
  }

  private static String words(CheckFacts.UnreadableList one) {
    var last = one.completeAt();
    return one.name()
        + " ("
        + one.reason()
        + ", "
        + (last == null ? "never read" : "last read " + CellFormat.minute(last))
        + ")";
  }

  /** Why the state is unknown; empty if it is known. */
  String problem() {
    if (lists == 0) {
      return "no watched list matches";
    }
    if (read == 0) {
      return "no complete reading yet of "
          + CellFormat.count(lists, "list")
          + "; see certvigil doctor";
    }
    if (unreadable.isEmpty()) {
      return "";
    }
    return CellFormat.count(unreadable.size(), "list")
        + (unreadable.size() == 1 ? " is" : " are")
        + " no longer read: "
        + unreadable.getFirst()
        + (unreadable.size() == 1 ? "" : " and others");
  }
}
