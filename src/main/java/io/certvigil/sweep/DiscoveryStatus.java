package io.certvigil.sweep;

import io.certvigil.model.Discovery;
import io.certvigil.model.FaultReason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which watches know their accounts and zones; says once where one begins or ceases to. */
final class DiscoveryStatus {
  private static final Logger log = LoggerFactory.getLogger(DiscoveryStatus.class);

  private final Map<String, Boolean> complete = new HashMap<>();
  private final Map<String, List<Selection.Unmatched>> unmatched = new HashMap<>();
  private final Map<String, FaultReason> failing = new HashMap<>();

  synchronized void update(Watch watch, Discovery discovery) {
    var fault = discovery.failure();
    if (fault.isEmpty()) {
      complete.put(watch.name(), discovery.accountsComplete());
      unmatched(watch, Selection.unmatched(watch, discovery));
      if (failing.remove(watch.credential()) != null) {
        log.atInfo()
            .addKeyValue("credential", watch.credential())
            .log("accounts and zones readable again");
      }
    } else if (failing.put(watch.credential(), fault.get().reason()) != fault.get().reason()) {
      log.atWarn()
          .addKeyValue("credential", watch.credential())
          .addKeyValue("reason", fault.get().reason())
          .addKeyValue("detail", fault.get().detail())
          .log("accounts and zones not completely readable; those that are known stay watched");
    }
  }

  private void unmatched(Watch watch, List<Selection.Unmatched> patterns) {
    if (!patterns.equals(unmatched.put(watch.name(), patterns)) && !patterns.isEmpty()) {
      log.atWarn()
          .addKeyValue("watch", watch.name())
          .addKeyValue("patterns", patterns)
          .log("the credential sees nothing that these take");
    }
  }

  /** Whether each of so many watches had a complete one since the start. */
  synchronized boolean coversAll(int watches) {
    return complete.size() == watches;
  }

  /** Whether every list of accounts was whole. */
  synchronized boolean allAccountsComplete() {
    return complete.values().stream().allMatch(whole -> whole);
  }
}
