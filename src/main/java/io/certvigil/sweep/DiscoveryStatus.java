package io.certvigil.sweep;

import io.certvigil.model.Discovery;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Globs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tracks which watches have a complete discovery of their accounts and zones; logs each change
 * once.
 */
final class DiscoveryStatus {
  private static final Logger log = LoggerFactory.getLogger(DiscoveryStatus.class);

  /** Of a watch of accounts only. */
  private static final Globs NONE = new Globs(List.of("!*"));

  private final Map<String, Boolean> complete = new HashMap<>();
  private final Map<String, List<Selection.Unmatched>> unmatched = new HashMap<>();
  private final Map<String, List<String>> unlisted = new HashMap<>();
  private final Map<String, FaultReason> failing = new HashMap<>();

  /** Credentials that were found to see no zone. */
  private final Set<String> withoutZone = new TreeSet<>();

  synchronized void update(WatchEntry watch, Discovery discovery) {
    var fault = discovery.failure();
    unlisted(watch, discovery.unlisted());
    zones(watch, discovery);
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
          .log("accounts and zones not completely readable; known ones stay watched");
    }
  }

  /** Nothing for a watch that selects no zone. */
  private void zones(WatchEntry watch, Discovery discovery) {
    if (!discovery.complete()) {
      return; // proves nothing
    }
    if (!discovery.seesNoZone() || watch.zones().equals(NONE)) {
      withoutZone.remove(watch.credential());
    } else if (withoutZone.add(watch.credential())) {
      log.atWarn()
          .addKeyValue("credential", watch.credential())
          .addKeyValue("accounts", discovery.accounts().size())
          .log("the credential " + Discovery.NO_ZONE);
    }
  }

  /** The credentials that see no zone, in one line that says what to do; empty if each sees one. */
  synchronized Optional<String> noZone() {
    return withoutZone.isEmpty()
        ? Optional.empty()
        : Optional.of("credential " + String.join(", ", withoutZone) + " " + Discovery.NO_ZONE);
  }

  private void unlisted(WatchEntry watch, List<String> ids) {
    var before = unlisted.put(watch.name(), ids);
    if (!ids.equals(before) && !ids.isEmpty()) {
      log.atInfo()
          .addKeyValue("watch", watch.name())
          .addKeyValue("ids", ids)
          .log(
              "Cloudflare does not list these accounts or zones; read because the config names"
                  + " them");
    }
  }

  private void unmatched(WatchEntry watch, List<Selection.Unmatched> patterns) {
    if (!patterns.equals(unmatched.put(watch.name(), patterns)) && !patterns.isEmpty()) {
      log.atWarn()
          .addKeyValue("watch", watch.name())
          .addKeyValue("patterns", patterns)
          .log("watch patterns match no account or zone visible to this credential");
    }
  }

  /** True if this many watches, which must be all, had a complete discovery since the start. */
  synchronized boolean coversAll(int watches) {
    return complete.size() == watches;
  }

  /** True if every list of accounts was complete. */
  synchronized boolean allAccountsComplete() {
    return complete.values().stream().allMatch(whole -> whole);
  }
}
