package io.certvigil.decade;

import io.certvigil.model.Certificate;
import io.certvigil.policy.ExpectedRules;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The events expected for one list, computed independently from the committed readings. */
final class ExpectedListEvents {
  private static final long APART = 600;
  private static final long DAY = 86_400;

  private final ListKind kind;
  private final Map<String, ExpectedCertificateEvents> cases = new LinkedHashMap<>();
  private boolean baselined;
  private boolean inMassLoss;

  ExpectedListEvents(ListKind kind) {
    this.kind = kind;
  }

  /** The events that are due because time has passed. */
  List<String> tick(RuleSet rules, long now) {
    cases.values().forEach(ExpectedCertificateEvents::startStep);
    return expect(rules, now);
  }

  List<String> read(Collection<Certificate> seen, boolean complete, RuleSet rules, long now) {
    cases.values().forEach(ExpectedCertificateEvents::startStep);
    for (var facts : seen) {
      var known = cases.get(facts.id());
      if (known == null) {
        cases.put(facts.id(), new ExpectedCertificateEvents(facts, !baselined, now));
      } else {
        known.update(facts, baselined);
      }
    }
    if (complete) {
      var ids = seen.stream().map(Certificate::id).collect(Collectors.toSet());
      miss(ids, now);
      baselined = true;
    }
    return expect(rules, now);
  }

  /** Removes a certificate whose retention has passed. */
  void forget(String id) {
    cases.remove(id);
  }

  boolean missing() {
    return cases.values().stream().anyMatch(known -> !known.absent() && known.missing() > 0);
  }

  void acknowledge(String id, boolean taken, long now) {
    var known = cases.get(id);
    if (known != null) {
      known.acknowledge(taken, now);
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
    missed.forEach(known -> known.markMissing(now));
    var lost =
        missed.stream()
            .filter(
                known ->
                    now - known.missing() >= (isMassLoss(known.missing(), there) ? DAY : APART))
            .toList();
    lost.forEach(ExpectedCertificateEvents::markAbsent);
  }

  /** Whether more than half of ten or more certificates known before then are missing. */
  private static boolean isMassLoss(long since, List<ExpectedCertificateEvents> there) {
    long known = there.stream().filter(one -> one.firstSeen() < since).count();
    long missing =
        there.stream().filter(one -> one.firstSeen() < since && one.missing() > 0).count();
    return known >= 10 && missing * 2 > known;
  }

  private List<String> expect(RuleSet rules, long now) {
    var lines = new ArrayList<String>();
    for (var known : cases.values()) {
      var id = known.facts().id();
      var open = known.needsNeighbours(rules, now);
      var quiet = open ? notAlertedReason(known) : null;
      for (var line : known.expect(rules, quiet, open && isReissued(known), now)) {
        lines.add(id + " " + line);
      }
    }
    var massive = missing() && isMassLoss();
    if (massive != inMassLoss) {
      lines.add(massive ? "~ unreadable" : "~ recovered");
      inMassLoss = massive;
    }
    return lines;
  }

  private boolean isMassLoss() {
    var there = cases.values().stream().filter(known -> !known.absent()).toList();
    return there.stream().anyMatch(one -> one.missing() > 0 && isMassLoss(one.missing(), there));
  }

  private @Nullable String notAlertedReason(ExpectedCertificateEvents known) {
    var rest =
        known.absent()
            ? null
            : ExpectedRules.statusReason(
                known.facts()); // for a gone certificate only its successors count
    return rest == null && kind.supersedesByHosts() && isSuperseded(known) ? "superseded" : rest;
  }

  private boolean isSuperseded(ExpectedCertificateEvents known) {
    var hosts = known.facts().x509().hosts();
    return known.end() > 0
        && !hosts.isEmpty()
        && hosts.stream()
            .allMatch(
                host ->
                    cases.values().stream().anyMatch(other -> covers(other, host, known.end())));
  }

  private static boolean covers(ExpectedCertificateEvents other, String host, long end) {
    return other.end() > end && !other.absent() && ExpectedRules.covers(other.facts(), host);
  }

  private boolean isReissued(ExpectedCertificateEvents known) {
    var mine = known.facts().x509();
    var begin = mine.notBefore();
    return kind == ListKind.ORIGIN
        && !mine.hosts().isEmpty()
        && begin != null
        && known.end() > 0
        && cases.values().stream()
            .filter(other -> !other.absent() && other.facts().status().equals("none"))
            .filter(other -> other.end() > known.end())
            .map(other -> other.facts().x509())
            .filter(other -> other.hosts().equals(mine.hosts()))
            .anyMatch(other -> other.notBefore() != null && other.notBefore().isAfter(begin));
  }
}
