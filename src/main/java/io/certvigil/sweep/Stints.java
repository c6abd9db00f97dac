package io.certvigil.sweep;

import io.certvigil.model.Level;
import io.certvigil.model.Scope;
import io.certvigil.model.Watched;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Counts the zones of each watch's sweep while it runs. May be used from any thread. */
final class Stints {
  private final Map<String, Stint> running = new HashMap<>();

  /** The lists that are left of each zone. */
  private static final class Stint {
    private final Map<String, Set<String>> left = new HashMap<>();
    private int zones;

    void planned(Scope scope) {
      left.computeIfAbsent(scope.owner().id(), _ -> new HashSet<>()).add(scope.key());
    }

    void read(Scope scope) {
      left.computeIfPresent(
          scope.owner().id(),
          (_, lists) -> {
            lists.remove(scope.key());
            return lists.isEmpty() ? null : lists;
          });
    }

    UnderWay underWay() {
      return new UnderWay(zones - left.size(), zones);
    }
  }

  synchronized void begin(String watch) {
    running.put(watch, new Stint());
  }

  synchronized void planned(String watch, List<Watched> lists) {
    var stint = running.computeIfAbsent(watch, _ -> new Stint());
    lists.stream().map(Watched::scope).filter(Stints::ofZone).forEach(stint::planned);
    stint.zones = stint.left.size();
  }

  /** Tried, with whatever outcome. */
  synchronized void read(Watched list) {
    var stint = running.get(list.watch());
    if (stint != null && ofZone(list.scope())) {
      stint.read(list.scope());
    }
  }

  synchronized void end(String watch) {
    running.remove(watch);
  }

  /** Empty while nothing runs. */
  synchronized Optional<UnderWay> underWay() {
    return running.values().stream().map(Stint::underWay).reduce(UnderWay::plus);
  }

  private static boolean ofZone(Scope scope) {
    return scope.level() == Level.ZONE;
  }
}
