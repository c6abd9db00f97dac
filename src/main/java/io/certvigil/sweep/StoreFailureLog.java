package io.certvigil.sweep;

import io.certvigil.model.WatchedScope;
import io.certvigil.store.failure.StoreException;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the readings that could not be stored: one error for each sweep, however many lists it is
 * about, because on a full disk every list fails for the same reason.
 */
final class StoreFailureLog {
  private static final Logger log = LoggerFactory.getLogger(StoreFailureLog.class);

  private final Map<String, Failed> failed = new HashMap<>();

  /** The failures of one sweep: the first one, and how many there were. */
  private record Failed(String scope, String error, int lists) {
    Failed plusOne() {
      return new Failed(scope, error, lists + 1);
    }
  }

  synchronized void add(WatchedScope list, StoreException e) {
    var first = new Failed(list.scope().toString(), String.valueOf(e.getMessage()), 1);
    failed.merge(list.watch(), first, (before, _) -> before.plusOne());
  }

  /** To be called after each sweep of a watch. */
  synchronized void report(String watch) {
    var found = failed.remove(watch);
    if (found != null) {
      log.atError()
          .addKeyValue("watch", watch)
          .addKeyValue("lists", found.lists())
          .addKeyValue("first", found.scope())
          .addKeyValue("error", found.error())
          .log("storing readings failed; the lists stay due");
    }
  }
}
