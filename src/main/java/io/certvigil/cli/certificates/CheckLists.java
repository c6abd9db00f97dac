package io.certvigil.cli.certificates;

import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.policy.Health;
import io.certvigil.store.Store;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.ListView;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether what is known may be believed.
 *
 * @param lists how many are watched
 * @param read how many of them were ever read completely
 * @param unreadable why each of those that are not read any more is not, in words
 */
record CheckLists(int lists, long read, List<String> unreadable) {
  /**
   * @param all whether nothing is filtered, so that also what is not discovered counts
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
            .flatMap(one -> one.unreadableReason(now).map(why -> words(one, why)).stream())
            .toList());
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

  /** Why nothing can be said; empty where something can. */
  String problem() {
    if (lists == 0) {
      return "no list is watched that this asks for";
    }
    if (read == 0) {
      return "nothing was ever read of " + count(lists) + "; see certvigil doctor";
    }
    if (unreadable.isEmpty()) {
      return "";
    }
    return count(unreadable.size())
        + (unreadable.size() == 1 ? " is" : " are")
        + " not read any more: "
        + unreadable.getFirst()
        + (unreadable.size() == 1 ? "" : " and others");
  }

  private static String count(int lists) {
    return lists + (lists == 1 ? " list" : " lists");
  }
}
