package io.certvigil.policy;

import io.certvigil.model.Expiry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The expected events of a list as a whole: unreadable expiries and mass absence. */
final class ExpectedScopeEvents {
  private static final Set<String> NOT_ISSUED =
      Set.of(
          "initializing",
          "pending_validation",
          "pending_issuance",
          "initializing_timed_out",
          "validation_timed_out",
          "issuance_timed_out");

  private final ExpectedEvents oracle;
  private final List<ExpectedEvents.Step> steps;
  private final ExpectedSightings sightings;

  ExpectedScopeEvents(
      ExpectedEvents oracle, List<ExpectedEvents.Step> steps, ExpectedSightings sights) {
    this.oracle = oracle;
    this.steps = steps;
    this.sightings = sights;
  }

  List<String> unknownExpiry() {
    var lines = new ArrayList<String>();
    Set<String> before = Set.of();
    for (int step = 0; step < steps.size(); step++) {
      var now = unknownExpiriesAt(step);
      if (!before.containsAll(now)) {
        var fresh = new TreeSet<>(now);
        fresh.removeAll(before);
        lines.add(at(step) + " expiry_unknown " + fresh.size());
      } else if (now.isEmpty() && !before.isEmpty()) {
        lines.add(at(step) + " resolved expiry_corrected");
      }
      before = now;
    }
    return lines;
  }

  private Set<String> unknownExpiriesAt(int step) {
    return sightings.ids().stream()
        .filter(id -> unknownExpiry(id, step))
        .collect(Collectors.toSet());
  }

  private boolean unknownExpiry(String id, int step) {
    var facts = oracle.facts(id, step);
    return facts != null
        && !sightings.absent(id, step)
        && ExpectedRules.statusReason(facts) == null
        && !NOT_ISSUED.contains(facts.status())
        && facts.expiry() instanceof Expiry.Unreadable
        && oracle.end(id, step) == null;
  }

  List<String> massLoss() {
    var lines = new ArrayList<String>();
    var before = false;
    for (int step = 0; step < steps.size(); step++) {
      var now = isMassLossAt(step);
      if (now != before) {
        lines.add(at(step) + (now ? " source.unreadable" : " source.recovered"));
      }
      before = now;
    }
    return lines;
  }

  private boolean isMassLossAt(int step) {
    return sightings.ids().stream()
        .filter(id -> !sightings.absent(id, step) && sightings.missedAt(id, step) >= 0)
        .anyMatch(id -> sightings.isMassLoss(at(sightings.missedAt(id, step)), step, step));
  }

  private long at(int step) {
    return steps.get(step).at();
  }
}
