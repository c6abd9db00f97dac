package io.certvigil.policy;

import static io.certvigil.policy.TestCertificates.TODAY;
import static io.certvigil.policy.TestCertificates.WATCHED;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.diff.Change;
import io.certvigil.diff.Diff;
import io.certvigil.diff.KnownScope;
import io.certvigil.diff.Presence;
import io.certvigil.model.Certificate;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Reading;
import io.certvigil.model.WatchedScope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** An in-memory store that commits readings and decisions, and rejects duplicate event ids. */
public final class InMemoryPolicyStore {
  private static final Fault FAULT = new Fault(FaultReason.NETWORK, "");

  private final Map<String, Alert> alerts = new LinkedHashMap<>();
  private final List<Event> events = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private final WatchedScope watched;
  private Policy policy;
  private KnownScope known;
  private Decision last = new Decision(List.of(), List.of(), null);

  InMemoryPolicyStore() {
    this(WATCHED);
  }

  public InMemoryPolicyStore(WatchedScope watched) {
    this.watched = watched;
    this.policy = new Policy(PolicySettings.DEFAULTS);
    this.known = new KnownScope(watched.scope(), false, watched.interval(), Map.of());
  }

  /** Replaces the config. */
  public void configure(PolicySettings settings) {
    policy = new Policy(settings);
  }

  /** Commits a complete reading, this many days after {@link TestCertificates#TODAY}. */
  List<Event> read(double days, Certificate... certificates) {
    return commit(new Reading.Complete(watched.scope(), Arrays.asList(certificates)), at(days));
  }

  List<Event> partial(double days, Certificate... certificates) {
    return commit(
        new Reading.Partial(watched.scope(), Arrays.asList(certificates), 99, FAULT), at(days));
  }

  List<Event> fail(double days) {
    return commit(new Reading.Failed(watched.scope(), FAULT), at(days));
  }

  List<Event> tick(double days) {
    return tick(at(days));
  }

  public List<Event> tick(Instant now) {
    return store(decide(known, List.of(), now));
  }

  public List<Event> commit(Reading reading, Instant now) {
    var changes = Diff.between(known, reading, now);
    var after = known.updated(changes, reading, now);
    var decision = decide(after, changes, now);
    known = after;
    return store(decision);
  }

  /** Decides a reading without committing it. */
  public Decision decideWithoutCommit(Reading reading, Instant now) {
    var changes = Diff.between(known, reading, now);
    return decide(known.updated(changes, reading, now), changes, now);
  }

  List<Event> unwatch(double days) {
    var decision = policy.unwatch(watched, known, alerts.values(), at(days));
    known = new KnownScope(watched.scope(), false, watched.interval(), Map.of());
    return store(decision);
  }

  /** Checks that deciding again changes nothing, and that each key has at most one firing alert. */
  public void assertStable(Instant now) {
    var again = decide(known, List.of(), now);
    assertThat(again.events()).isEmpty();
    assertThat(again.alerts()).isEmpty();
    assertThat(firing()).extracting(alert -> alert.id().key()).doesNotHaveDuplicates();
  }

  /**
   * Deletes certificates that have been absent for so long, with their alerts; returns their ids.
   */
  public Set<String> applyRetention(Duration retention, Instant now) {
    var old = new HashSet<String>();
    var items = new LinkedHashMap<>(known.items());
    for (var item : known.items().values()) {
      if (item.presence() instanceof Presence.Absent(var since)
          && since.plus(retention).isBefore(now)) {
        old.add(item.certificate().id());
      }
    }
    items.keySet().removeAll(old);
    known = new KnownScope(watched.scope(), known.baselined(), watched.interval(), items);
    alerts.values().removeIf(alert -> old.contains(alert.subject().certificate()));
    return old;
  }

  private Decision decide(KnownScope known, List<Change> changes, Instant now) {
    return policy.decide(watched, known, changes, alerts.values(), now);
  }

  Explanation explain(String id, double days) {
    var item = Objects.requireNonNull(known.items().get(id));
    return policy.explain(watched, known, item, alerts.values(), at(days));
  }

  Set<String> notAlertedIds(double days) {
    return policy.notAlertedIds(watched, known, known.items().values(), at(days));
  }

  /** Acknowledges or unacknowledges the firing alerts of this certificate. */
  public void acknowledge(String id, boolean taken, Instant now) {
    firing().stream()
        .filter(alert -> alert.subject().certificate().equals(id))
        .forEach(alert -> put(taken ? alert.acknowledged("mo", now) : alert.unacknowledged(now)));
  }

  private void put(Alert alert) {
    alerts.put(alert.id().key() + "@" + alert.id().incarnation(), alert);
  }

  private List<Event> store(Decision decision) {
    decision.alerts().forEach(this::put);
    for (var event : decision.events()) {
      if (!ids.add(event.id())) {
        throw new AssertionError("an id twice: " + event);
      }
    }
    events.addAll(decision.events());
    last = decision;
    return decision.events();
  }

  public Decision last() {
    return last;
  }

  KnownScope known() {
    return known;
  }

  List<Event> events() {
    return events;
  }

  Collection<Alert> alerts() {
    return alerts.values();
  }

  List<Alert> firing() {
    return alerts.values().stream().filter(Alert::firing).toList();
  }

  static Instant at(double days) {
    return TODAY.plus(Duration.ofSeconds(Math.round(days * 86_400)));
  }

  static void assertEvents(List<Event> events, String... described) {
    assertThat(describe(events)).containsExactly(described);
  }

  /** {@code certificate.expiring 30d warning}: type, rung if it has one, severity, reason. */
  static List<String> describe(List<Event> events) {
    return events.stream().map(InMemoryPolicyStore::describe).toList();
  }

  private static String describe(Event event) {
    var type = event.type().word().replace("certificate.", "") + " ";
    if (event.type() == EventType.CERTIFICATE_APPEARED
        || event.type() == EventType.CERTIFICATE_RENEWED) {
      return type + event.severity();
    }
    var progress = event.alert().progress();
    var rung = progress.rung() == null ? "" : Ladder.format(progress.rung()) + " ";
    var number =
        event.type() == EventType.CERTIFICATE_REMINDER ? "#" + progress.reminders() + " " : "";
    var reason = event.alert().reason() == null ? "" : " " + event.alert().reason();
    return type + rung + number + event.severity() + reason;
  }
}
