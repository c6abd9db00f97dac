package io.certvigil.policy;

import static io.certvigil.policy.TestCertificates.HOUR;
import static io.certvigil.policy.TestCertificates.TODAY;
import static io.certvigil.policy.TestCertificates.WATCHED;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.diff.KnownCertificate;
import io.certvigil.model.Certificate;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Reading;
import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Random certificates that change and an API that fails: one history, committed step by step. */
final class RandomHistory {
  private static final Fault FAULT = new Fault(FaultReason.NETWORK, "");

  private final Random random;
  private final WatchedScope watched;
  private final InMemoryPolicyStore store;
  private final List<ExpectedEvents.AckChange> acks = new ArrayList<>();
  private final Map<String, SimulatedLifecycle> lifecycles = new TreeMap<>();
  private final List<ExpectedEvents.Step> steps = new ArrayList<>();
  private final Map<String, List<String>> describedEvents = new TreeMap<>();
  private final boolean configChanges;
  private final double changeProbability;
  private final int length;
  private final long pace;
  private Instant now = TODAY;
  private int created;
  private boolean muted;

  /**
   * @param restless whether the config changes too, which the expected events do not cover
   */
  RandomHistory(long seed, boolean restless) {
    this.configChanges = restless;
    this.random = new Random(seed);
    // Selected by parity, because the first random numbers of adjacent seeds are similar.
    this.watched = seed % 2 == 0 ? WATCHED : TestCertificates.of(Source.CUSTOM_CERTIFICATES);
    this.store = new InMemoryPolicyStore(watched);
    this.length = 20 + random.nextInt(120);
    this.pace = pick(List.of(900L, 3_600L, 3_600L, 21_600L, 86_400L, 5 * 86_400L));
    this.changeProbability = pick(List.of(0.0, 0.01, 0.05, 0.2));
    int size = random.nextBoolean() ? 1 + random.nextInt(6) : 10 + random.nextInt(10);
    for (int number = 0; number < size; number++) {
      addCertificate();
    }
  }

  void run() {
    for (int step = 0; step < length; step++) {
      change();
      advanceTime();
      int before = steps.size();
      configure();
      step();
      if (steps.size() > before) {
        checkInvariants();
        acknowledgeSometimes();
      }
    }
  }

  ExpectedEvents oracle() {
    var custom = watched.scope().source() == Source.CUSTOM_CERTIFICATES;
    return new ExpectedEvents(steps, acks, custom, HOUR.toSeconds());
  }

  Map<String, List<String>> describedEvents() {
    return describedEvents;
  }

  private void addCertificate() {
    var id = "c" + created++;
    lifecycles.put(id, new SimulatedLifecycle(id, random, now));
  }

  private void change() {
    if (random.nextDouble() < changeProbability) {
      addCertificate();
    }
    if (changeProbability > 0 && random.nextInt(20) == 0) {
      var id = "c" + created++;
      lifecycles.put(id, pick(List.copyOf(lifecycles.values())).successor(id, now));
    }
    lifecycles.values().stream()
        .filter(_ -> random.nextDouble() < changeProbability)
        .forEach(SimulatedLifecycle::change);
  }

  /**
   * Advances mostly by the sweep interval, sometimes by much less or more, sometimes to the next
   * due time.
   */
  private void advanceTime() {
    var next = store.last().nextAt();
    if (next != null && random.nextInt(4) == 0 && next.isBefore(now.plusSeconds(40 * pace))) {
      now = next;
      return;
    }
    now =
        now.plusSeconds(
            switch (random.nextInt(10)) {
              case 0 -> 1 + random.nextInt(600);
              case 1 -> pace * (1 + random.nextInt(30));
              default -> pace + random.nextInt(60);
            });
  }

  private void step() {
    var certificates = new TreeMap<String, Certificate>();
    lifecycles.values().stream()
        .filter(SimulatedLifecycle::isListed)
        .forEach(growth -> certificates.put(growth.id(), growth.certificate()));
    switch (random.nextInt(10)) {
      case 0 ->
          commit(new Reading.Failed(watched.scope(), FAULT), ExpectedEvents.Kind.FAILED, Map.of());
      case 1 -> {
        var some = without(certificates, random.nextDouble());
        commit(
            new Reading.Partial(watched.scope(), values(some), 99, FAULT),
            ExpectedEvents.Kind.PARTIAL,
            some);
      }
      case 2 -> {
        var some = without(certificates, random.nextBoolean() ? 0.1 : 0.8);
        commit(
            new Reading.Complete(watched.scope(), values(some)),
            ExpectedEvents.Kind.COMPLETE,
            some);
      }
      case 3, 4 -> tick();
      default ->
          commit(
              new Reading.Complete(watched.scope(), values(certificates)),
              ExpectedEvents.Kind.COMPLETE,
              certificates);
    }
  }

  private void tick() {
    var expected = store.last().nextAt();
    var events = store.tick(now);
    if (!events.isEmpty() && !configChanges) {
      assertThat(expected).isNotNull().isBeforeOrEqualTo(now);
    } else if (expected != null && !configChanges) {
      assertThat(expected).isAfter(now);
    }
    record(events, ExpectedEvents.Kind.TICK, Map.of());
  }

  private void commit(Reading reading, ExpectedEvents.Kind kind, Map<String, Certificate> seen) {
    if (random.nextInt(10) == 0) {
      // A crash before the commit: nothing of this reading is stored.
      store.decideWithoutCommit(reading, now);
      if (random.nextBoolean()) {
        return;
      }
    }
    var decision = store.decideWithoutCommit(reading, now);
    assertThat(store.commit(reading, now)).isEqualTo(decision.events());
    assertThat(store.last()).isEqualTo(decision);
    record(store.last().events(), kind, seen);
  }

  /** Checks the invariants after a step. */
  private void checkInvariants() {
    store.assertStable(now);
    var items = store.known().items().values();
    var supersession = new Supersession(watched.scope(), items);
    items.forEach(item -> checkExpired(item, supersession));
  }

  /** An expired certificate that is alerted must fire at rung zero. */
  private void checkExpired(KnownCertificate item, Supersession supersession) {
    var certificate = item.certificate();
    var end = certificate.notAfter();
    if (item.absent()
        || end.isEmpty()
        || end.get().isAfter(now)
        || muted
        || Resolution.byStatus(certificate).isPresent()
        || supersession.isCovered(certificate)) {
      return;
    }
    var expired =
        store.firing().stream()
            .filter(alert -> alert.subject().certificate().equals(certificate.id()))
            .anyMatch(alert -> Duration.ZERO.equals(alert.progress().rung()));
    assertThat(expired).as(certificate.id()).isTrue();
  }

  /** Sometimes acknowledges or unacknowledges an alert. */
  private void acknowledgeSometimes() {
    if (random.nextInt(6) != 0) {
      return;
    }
    var id = pick(List.copyOf(lifecycles.keySet()));
    var taken = random.nextInt(3) != 0;
    store.acknowledge(id, taken, now);
    acks.add(new ExpectedEvents.AckChange(id, steps.size() - 1, taken));
    // The store decides the scope again, which alone gives no events.
    assertThat(store.tick(now)).isEmpty();
  }

  private void configure() {
    if (configChanges && random.nextInt(8) == 0) {
      var rungs = new ArrayList<>(PolicySettings.DEFAULTS.rungs());
      rungs.removeIf(_ -> random.nextInt(3) == 0);
      rungs.add(Duration.ofDays(1 + random.nextInt(50)));
      muted = random.nextInt(6) == 0;
      var severity = random.nextInt(3) == 0 ? pick(List.of(Severity.values())) : null;
      var literal = random.nextBoolean() ? rungs : null;
      var rule = new PolicySettings.ExpiryRule(Matcher.ALL, literal, severity, false, muted);
      store.configure(
          new PolicySettings(rungs, random.nextBoolean() && !muted ? List.of() : List.of(rule)));
    }
  }

  private void record(List<Event> events, ExpectedEvents.Kind kind, Map<String, Certificate> seen) {
    steps.add(new ExpectedEvents.Step(now.getEpochSecond(), kind, Map.copyOf(seen)));
    events.forEach(
        event ->
            describedEvents
                .computeIfAbsent(subject(event), _ -> new ArrayList<>())
                .add(text(event)));
  }

  private static String subject(Event event) {
    var item = event.item();
    if (item != null) {
      return item.certificate().id();
    }
    return event.alert().subject().kind() == EventType.SOURCE_UNREADABLE ? "~mass" : "~unknown";
  }

  private static String text(Event event) {
    var type = event.type().word().replace("certificate.", "");
    var prefix = event.occurredAt().getEpochSecond() + " " + type;
    var alert = event.alert();
    var rung = alert.progress().rung();
    var step = prefix + " " + (rung == null ? "" : rung.toSeconds()) + " " + event.severity();
    var change = event.change();
    return switch (event.type()) {
      case CERTIFICATE_EXPIRING, CERTIFICATE_ESCALATED, CERTIFICATE_EXPIRED -> {
        var skipped = event.skipped().stream().map(Duration::toSeconds).toList();
        yield step + " #" + alert.id().episode() + " " + skipped;
      }
      case CERTIFICATE_REMINDER -> step + " " + alert.progress().reminders();
      case CERTIFICATE_RESOLVED ->
          prefix + " " + alert.reason() + (event.item() == null ? "" : " " + event.severity());
      case CERTIFICATE_STATUS_CHANGED ->
          prefix + (change == null ? "" : " " + change.from() + " " + change.to());
      case CERTIFICATE_EXPIRY_UNKNOWN ->
          prefix + " " + event.summary().replaceAll(".*the expiry of (\\d+) .*", "$1");
      default -> prefix;
    };
  }

  private Map<String, Certificate> without(Map<String, Certificate> all, double share) {
    return all.entrySet().stream()
        .filter(_ -> random.nextDouble() >= share)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private List<Certificate> values(Map<String, Certificate> certificates) {
    var list = new ArrayList<>(certificates.values());
    Collections.shuffle(list, random);
    return list;
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
