package io.certvigil.cli.certificates;

import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.policy.Health;
import io.certvigil.store.Store;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.ListView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether the stored data is complete and recent enough for a result.
 *
 * @param lists the number of watched lists
 * @param read how many of them have been read completely at least once
 * @param unreadable name and reason of each list that is no longer read
 */
record CheckLists(int lists, long read, List<String> unreadable) {
  /**
   * @param all whether there is no filter; failed discoveries count only then
   */
  static CheckLists of(Store store, CertificateFilter filter, boolean all, Instant now) {
    var lists = store.inventory().lists(filter).stream().map(ListView::health).toList();
    var discoveries =
        all
            ? store.scopes().health().stream().filter(one -> one.source() == null)
            : Stream.<Health>of();
    return new CheckLists(
        lists.size(),
        lists.stream().filter(one -> one.completeAt() != null).count(),
        Stream.concat(discoveries, lists.stream())
            .flatMap(one -> reason(one, now).map(why -> words(one, why)).stream())
            .toList());
  }

  /** A list whose first attempts failed is unknown at once: nothing of it was ever read. */
  private static Optional<String> reason(Health one, Instant now) {
    var fault = one.fault();
    return fault == null || one.completeAt() != null || one.neverPermitted()
        ? one.unreadableReason(now)
        : Optional.of(fault.reason().word());
  }

  private static String words(Health one, String why) {
    var last = one.completeAt();
    return one.name()
        + " ("
        + why
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
