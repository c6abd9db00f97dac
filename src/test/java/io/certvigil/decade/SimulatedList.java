package io.certvigil.decade;

import static io.certvigil.decade.OutageSchedule.HOUR;
import static io.certvigil.decade.OutageSchedule.START;

import io.certvigil.model.Certificate;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Reading;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.WatchedScope;
import io.certvigil.policy.Event;
import io.certvigil.policy.InMemoryPolicyStore;
import io.certvigil.policy.Matcher;
import io.certvigil.policy.PolicySettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Simulates one list over the years, hour by hour; hours in which nothing can happen are skipped.
 */
final class SimulatedList {
  private static final Fault FAULT = new Fault(FaultReason.NETWORK, "");
  private static final Duration RETENTION = Duration.ofDays(150);
  private static final Set<String> RUNGS = Set.of("expiring", "escalated", "expired");

  private final ListKind kind;
  private final OutageSchedule outages;
  private final Random random;
  private final RunCounts counts;
  private final long until;
  private final Scope scope;
  private final InMemoryPolicyStore store;
  private final ExpectedListEvents expected;
  private final List<SimulatedIssuance> certificates = new ArrayList<>();
  private final Set<String> seenFacts = new HashSet<>();
  private RuleSet rules;
  private int created;
  private boolean readPending = true;
  private long downUntil;
  private long nextRead;
  private long nextDue;
  private int configs;

  SimulatedList(
      ListKind kind, int size, long seed, OutageSchedule weather, int years, RunCounts tally) {
    this.kind = kind;
    this.outages = weather;
    this.random = new Random(seed);
    this.counts = tally;
    this.until = START + years * OutageSchedule.YEAR;
    this.scope =
        Scope.ofZone(
            kind.source(), new ResourceRef("a1", "acme"), new ResourceRef("z1", "example.com"));
    this.store =
        new InMemoryPolicyStore(
            new WatchedScope(scope, "main", "main", Duration.ofHours(1), Map.of()));
    this.expected = new ExpectedListEvents(kind);
    this.rules = weather.rules(START);
    store.configure(settings(rules));
    while (certificates.size() < size) {
      addCertificate(hosts(), START, true);
    }
  }

  void run() {
    long now = START;
    while (now < until) {
      if (outages.afterStop(now) == now && now >= downUntil) {
        step(now);
      }
      now = next(now);
    }
  }

  private long next(long now) {
    nextDue = expected.due(rules, now);
    long next = Math.min(Math.min(nextDue, outages.next(now)), nextRead);
    var stored = store.last().nextAt();
    next = stored == null ? next : Math.min(next, stored.getEpochSecond());
    for (var thing : certificates) {
      next = Math.min(next, thing.nextAt());
    }
    if (readPending && !outages.outage(now)) {
      next = now;
    }
    next = Math.min(next, until);
    long hour = Math.max(now + HOUR, START + Math.ceilDiv(next - START, HOUR) * HOUR);
    return outages.afterStop(Math.max(hour, downUntil));
  }

  private void step(long now) {
    counts.count("hours");
    change(now);
    var configured = configure(now);
    var at = Instant.ofEpochSecond(now);
    var stored = store.last().nextAt();
    var due = configured || (stored != null && !stored.isAfter(at));
    if (due) {
      var events = store.tick(at);
      counts.count("decisions by time");
      check(events, expected.tick(rules, now), now);
    } else if (nextDue <= now) {
      check(List.of(), expected.tick(rules, now), now); // nothing was due
    }
    if (nextRead <= now) {
      nextRead = now + (1 + random.nextInt(24 * 30)) * HOUR;
      readPending = true;
    }
    if (readPending && !outages.outage(now)) {
      read(now);
    } else if (outages.outage(now)) {
      counts.count("readings failed");
    }
    acknowledgeSometimes(now);
  }

  private void change(long now) {
    for (var thing : List.copyOf(certificates)) {
      while (thing.nextAt() <= now) {
        thing.run(thing.nextAt(), counts);
        if (thing.takeSuccessorDue()) {
          addCertificate(thing.hosts(), now, false);
        }
        readPending = true;
      }
    }
    certificates.removeIf(SimulatedIssuance::removed);
  }

  private boolean configure(long now) {
    var next = outages.rules(now);
    if (next.equals(rules)) {
      return false;
    }
    rules = next;
    store.configure(settings(rules));
    configs++;
    counts.count("configs");
    return true;
  }

  private void read(long now) {
    var all = certificates.stream().filter(SimulatedIssuance::listed).toList();
    switch (random.nextInt(40)) {
      case 0 -> counts.count("readings failed");
      case 1, 2 -> commit(without(all, random.nextDouble()), false, now);
      case 3 -> commit(without(all, 0.05), true, now);
      case 4 -> commit(without(all, 0.7), true, now);
      case 5 -> {
        store.decideWithoutCommit(reading(certificates(all), true), Instant.ofEpochSecond(now));
        counts.count("crashes");
        downUntil = now + (1 + random.nextInt(30)) * HOUR;
      }
      default -> {
        commit(all, true, now);
        readPending = expected.missing();
      }
    }
  }

  private void commit(List<SimulatedIssuance> seen, boolean complete, long now) {
    seen.forEach(SimulatedIssuance::seen);
    counts.count(complete ? "readings complete" : "readings partial");
    var listed = certificates(seen);
    var events = store.commit(reading(listed, complete), Instant.ofEpochSecond(now));
    check(events, expected.read(listed, complete, rules, now), now);
    if (complete && random.nextInt(20) == 0) {
      store.applyRetention(RETENTION, Instant.ofEpochSecond(now)).forEach(expected::forget);
    }
  }

  private void check(Collection<Event> events, List<String> expected, long now) {
    var lines = events.stream().map(SimulatedList::describe).sorted().toList();
    if (!lines.equals(expected.stream().sorted().toList())) {
      throw new AssertionError(
          Instant.ofEpochSecond(now) + ": sent " + lines + ", expected " + expected);
    }
    for (var event : events) {
      counts.count("events");
      counts.count("sent " + event.type().word());
      checkOnce(event);
    }
  }

  /**
   * Every rung is sent once and every episode resolved once; only a changed config may repeat a
   * rung.
   */
  private void checkOnce(Event event) {
    var type = event.type().word().replace("certificate.", "");
    var of = event.alert().id();
    var fact = of.key() + of.incarnation() + "#" + of.episode();
    if (RUNGS.contains(type)) {
      fact += " " + event.alert().progress().rung() + " under " + configs;
    } else if (type.equals("resolved")) {
      fact += " resolved";
    } else {
      return;
    }
    if (!seenFacts.add(fact)) {
      throw new AssertionError("sent twice: " + fact);
    }
  }

  /**
   * Acknowledges or unacknowledges alerts at random; sometimes checks that deciding again changes
   * nothing.
   */
  private void acknowledgeSometimes(long now) {
    var at = Instant.ofEpochSecond(now);
    if (random.nextInt(8) == 0) {
      store.assertStable(at);
    }
    if (random.nextInt(12) == 0 && !certificates.isEmpty()) {
      var id = certificates.get(random.nextInt(certificates.size())).id();
      var taken = random.nextInt(3) != 0;
      store.acknowledge(id, taken, at);
      expected.acknowledge(id, taken, now);
      check(store.tick(at), expected.tick(rules, now), now);
    }
  }

  private List<SimulatedIssuance> without(List<SimulatedIssuance> all, double share) {
    return all.stream().filter(_ -> random.nextDouble() >= share).toList();
  }

  private void addCertificate(List<String> hosts, long now, boolean old) {
    counts.count("certificates");
    certificates.add(new SimulatedIssuance(kind + "-" + created++, kind, random, hosts, now, old));
  }

  /** Mostly hosts of its own, sometimes shared ones, sometimes two or none. */
  private List<String> hosts() {
    return switch (random.nextInt(10)) {
      case 0 -> List.of();
      case 1 -> List.of("*.example");
      case 2, 3 -> List.of("h" + random.nextInt(3) + ".example");
      case 4 -> List.of("h" + random.nextInt(3) + ".example", "h" + created + ".org");
      default -> List.of("h" + created + ".org");
    };
  }

  private static List<Certificate> certificates(List<SimulatedIssuance> seen) {
    return seen.stream().map(SimulatedIssuance::certificate).toList();
  }

  private Reading reading(List<Certificate> seen, boolean complete) {
    return complete
        ? new Reading.Complete(scope, seen)
        : new Reading.Partial(scope, seen, seen.size() + 1, FAULT);
  }

  private static PolicySettings settings(RuleSet rules) {
    var rungs = rules.days().stream().distinct().map(Duration::ofDays).sorted().toList().reversed();
    var muted = rules.muted();
    if (muted == null) {
      return new PolicySettings(rungs, List.of());
    }
    var match = new Matcher("", "", "", muted, Map.of());
    var rule = new PolicySettings.ExpiryRule(match, null, null, false, true);
    return new PolicySettings(rungs, List.of(rule));
  }

  private static String describe(Event event) {
    var type = event.type().word().replace("certificate.", "");
    var alert = event.alert();
    var about = alert.subject().certificate() + " " + type;
    var of =
        " %s #%s @%s"
            .formatted(
                event.severity(), alert.id().episode(), alert.id().incarnation().getEpochSecond());
    var progress = alert.progress();
    var rung = progress.rung() == null ? "" : progress.rung().toSeconds();
    var change = event.change();
    return switch (event.type()) {
      case CERTIFICATE_EXPIRING, CERTIFICATE_ESCALATED, CERTIFICATE_EXPIRED ->
          about + " " + rung + of;
      case CERTIFICATE_REMINDER -> about + " " + progress.reminders() + " of " + rung + of;
      case CERTIFICATE_RESOLVED -> about + " " + alert.reason() + of;
      case CERTIFICATE_STATUS_CHANGED ->
          about + (change == null ? "" : " " + change.from() + " " + change.to());
      case SOURCE_UNREADABLE, SOURCE_RECOVERED -> "~ " + type.replace("source.", "");
      default -> about;
    };
  }
}
