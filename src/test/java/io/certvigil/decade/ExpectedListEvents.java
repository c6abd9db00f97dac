package io.certvigil.decade;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told of one list, by arithmetic of its own over what was committed. It knows
 * nothing of the decisions that it is held against.
 */
final class ExpectedListEvents {
  private static final long APART = 600;
  private static final long DAY = 86_400;

  private final ListKind kind;
  private final Map<String, ExpectedCertificateEvents> cases = new LinkedHashMap<>();
  private boolean baselined;
  private boolean mass;

  ExpectedListEvents(ListKind kind) {
    this.kind = kind;
  }

  /** Time alone has passed. */
  List<String> tick(RuleSet rules, long now) {
    cases.values().forEach(ExpectedCertificateEvents::settle);
    return tell(rules, now);
  }

  List<String> read(Collection<ListedFacts> seen, boolean complete, RuleSet rules, long now) {
    cases.values().forEach(ExpectedCertificateEvents::settle);
    for (var facts : seen) {
      var known = cases.get(facts.id());
      if (known == null) {
        cases.put(facts.id(), new ExpectedCertificateEvents(facts, !baselined, now));
      } else {
        known.see(facts, baselined);
      }
    }
    if (complete) {
      var ids = seen.stream().map(ListedFacts::id).collect(Collectors.toSet());
      miss(ids, now);
      baselined = true;
    }
    return tell(rules, now);
  }

  /** The list forgets what was gone for long. */
  void forget(String id) {
    cases.remove(id);
  }

  boolean missing() {
    return cases.values().stream().anyMatch(known -> !known.absent() && known.missing() > 0);
  }

  void take(String id, boolean taken, long now) {
    var known = cases.get(id);
    if (known != null) {
      known.take(taken, now);
    }
  }

  long due(RuleSet rules, long now) {
    long due = Long.MAX_VALUE;
    for (var known : cases.values()) {
      due = Math.min(due, known.due(rules, now));
    }
    return due;
  }

  private void miss(Collection<String> ids, long now) {
    var there = cases.values().stream().filter(known -> !known.absent()).toList();
    var missed = there.stream().filter(known -> !ids.contains(known.facts().id())).toList();
    missed.forEach(known -> known.miss(now));
    var lost =
        missed.stream()
            .filter(
                known -> now - known.missing() >= (massive(known.missing(), there) ? DAY : APART))
            .toList();
    lost.forEach(ExpectedCertificateEvents::lose);
  }

  /** Whether of ten or more known before then over half are missing. */
  private static boolean massive(long since, List<ExpectedCertificateEvents> there) {
    long known = there.stream().filter(one -> one.firstSeen() < since).count();
    long missing =
        there.stream().filter(one -> one.firstSeen() < since && one.missing() > 0).count();
    return known >= 10 && missing * 2 > known;
  }

  private List<String> tell(RuleSet rules, long now) {
    var lines = new ArrayList<String>();
    for (var known : cases.values()) {
      var id = known.facts().id();
      var open = known.open(rules, now);
      var quiet = open ? quiet(known) : null;
      for (var line : known.tell(rules, quiet, open && replaced(known), now)) {
        lines.add(id + " " + line);
      }
    }
    var massive = missing() && massive();
    if (massive != mass) {
      lines.add(massive ? "~ unreadable" : "~ recovered");
      mass = massive;
    }
    return lines;
  }

  private boolean massive() {
    var there = cases.values().stream().filter(known -> !known.absent()).toList();
    return there.stream().anyMatch(one -> one.missing() > 0 && massive(one.missing(), there));
  }

  private @Nullable String quiet(ExpectedCertificateEvents known) {
    var rest = known.absent() ? null : known.facts().rest(); // gone, only its heirs matter
    return rest == null && kind.superseded() && superseded(known) ? "superseded" : rest;
  }

  private boolean superseded(ExpectedCertificateEvents known) {
    var hosts = known.facts().hosts();
    return known.end() > 0
        && !hosts.isEmpty()
        && hosts.stream()
            .allMatch(
                host ->
                    cases.values().stream().anyMatch(other -> covers(other, host, known.end())));
  }

  private static boolean covers(ExpectedCertificateEvents other, String host, long end) {
    var hosts = other.facts().hosts();
    return other.end() > end
        && !other.absent()
        && other.facts().active()
        && (hosts.contains(host) || hosts.contains("*" + host.substring(host.indexOf('.'))));
  }

  private boolean replaced(ExpectedCertificateEvents known) {
    var mine = known.facts();
    return kind == ListKind.ORIGIN
        && !mine.hosts().isEmpty()
        && mine.begin() > 0
        && known.end() > 0
        && cases.values().stream()
            .anyMatch(
                other ->
                    !other.absent()
                        && other.facts().status().equals("none")
                        && other.facts().hosts().equals(mine.hosts())
                        && other.facts().begin() > mine.begin()
                        && other.end() > known.end());
  }
}
