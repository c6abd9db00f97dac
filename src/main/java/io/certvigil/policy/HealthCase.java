package io.certvigil.policy;

import static io.certvigil.policy.EventType.SOURCE_RECOVERED;
import static io.certvigil.policy.EventType.SOURCE_UNREADABLE;

import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.ReadableTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Decides the alerts about unreadable scopes, over all scopes. */
final class HealthCase {
  private static final Duration JOIN_INTERVAL = Duration.ofHours(1);
  private static final Duration REMINDER_INTERVAL = Duration.ofDays(7);

  private final List<Health> scopes;
  private final Map<String, Alert> alerts = new TreeMap<>();
  private final Instant now;
  private final DecisionBuilder decision;
  private final Map<String, String> alertKeys = new HashMap<>();
  private final Set<String> cleared = new HashSet<>();

  HealthCase(Collection<Health> scopes, Collection<Alert> alerts, Instant now) {
    this.scopes =
        scopes.stream()
            .sorted(
                Comparator.comparing((Health health) -> health.fault() == null)
                    .thenComparing(Health::key))
            .toList();
    this.now = now;
    this.decision = new DecisionBuilder(null, now);
    alerts.stream()
        .filter(alert -> alert.subject().kind() == SOURCE_UNREADABLE)
        // Alerts about one scope (mass absence) are decided with that scope.
        .filter(alert -> alert.subject().scope().isEmpty())
        .forEach(alert -> this.alerts.put(alert.id().key(), alert));
  }

  HealthDecision decide() {
    var groups = new LinkedHashMap<String, Group>();
    alerts.values().stream()
        .filter(Alert::firing)
        .forEach(alert -> groups.put(alert.id().key(), group(alert)));
    for (var health : scopes) {
      assignToGroup(health, groups);
    }
    groups.forEach(this::decide);
    var decided = decision.build();
    return new HealthDecision(decided.alerts(), decided.events(), alertKeys, cleared);
  }

  private void assignToGroup(Health health, Map<String, Group> groups) {
    var readability = new ReadabilityRule(health, now);
    var under = health.alertKey() == null ? null : groups.get(health.alertKey());
    if (under != null) {
      under.known++;
      if (readability.isReadableAgain()) {
        cleared.add(health.key());
      } else {
        under.members++;
      }
      return;
    }
    var fault = readability.unreadableReason();
    if (fault.isPresent()) {
      join(health, reason(health, fault.get(), groups), groups);
    } else if (health.alertKey() != null) {
      cleared.add(health.key());
    }
  }

  private static void join(Health health, String reason, Map<String, Group> groups) {
    groups
        .computeIfAbsent(key(health, reason), _ -> new Group(health.credential(), reason))
        .joining
        .add(health);
  }

  /** A scope that was not tried since its token was rejected is reported with that reason. */
  private static String reason(Health health, String reason, Map<String, Group> groups) {
    var dead = FaultReason.UNAUTHORIZED.word();
    var untried = health.fault() == null && health.goneSince() == null;
    return untried && groups.containsKey(key(health, dead)) ? dead : reason;
  }

  private static String key(Health health, String reason) {
    return AlertIds.alertKey(SOURCE_UNREADABLE, health.credential(), reason);
  }

  private void decide(String key, Group group) {
    var row = alerts.get(key);
    var subject = new Alert.Subject(SOURCE_UNREADABLE, "", "", group.credential);
    var alert = new UnladderedAlert(decision, row, key, subject);
    if (row == null || !row.firing()) {
      alert.open(group.reason, unreadable(group));
      join(group, key);
    } else if (group.members == 0 && group.joining.isEmpty()) {
      close(alert, group);
    } else if (!group.joining.isEmpty() && group.reason.equals(FaultReason.UNAUTHORIZED.word())) {
      // The rejected token was reported already: further scopes join without an event.
      join(group, key);
      remindIfDue(alert, row, group);
    } else if (!group.joining.isEmpty() && hasElapsed(row, JOIN_INTERVAL)) {
      alert.repeat(unreadable(group));
      join(group, key);
    } else {
      remindIfDue(alert, row, group);
    }
  }

  private void join(Group group, String key) {
    group.joining.forEach(health -> alertKeys.put(health.key(), key));
  }

  private void remindIfDue(UnladderedAlert alert, Alert row, Group group) {
    if (row.progress().ack() == null && hasElapsed(row, REMINDER_INTERVAL)) {
      var count = EventText.count(group.members, "list", "lists");
      var since = ReadableTime.iso(row.progress().firstFiredAt());
      alert.repeat(prefix(group) + count + " still unreadable since " + since);
    }
  }

  private static void close(UnladderedAlert alert, Group group) {
    if (group.known == 0) {
      alert.close(
          SOURCE_RECOVERED, Resolution.UNWATCHED.word(), prefix(group) + "no longer watched");
    } else {
      alert.close(SOURCE_RECOVERED, group.reason, prefix(group) + "readable again");
    }
  }

  private boolean hasElapsed(Alert row, Duration wait) {
    return Duration.between(row.progress().rungAt(), now).compareTo(wait) >= 0;
  }

  private static String unreadable(Group group) {
    var names = group.joining.stream().map(Health::name).toList();
    var count = EventText.count(names.size(), "list", "lists");
    var what = group.reason.equals(ReadabilityRule.GONE) ? " no longer found: " : " unreadable: ";
    return prefix(group) + count + what + EventText.firstNames(names) + group.detail();
  }

  private static String prefix(Group group) {
    return "credential " + EventText.clean(group.credential) + ", " + group.reason + ": ";
  }

  private static Group group(Alert alert) {
    var reason = alert.reason();
    return new Group(alert.subject().name(), reason == null ? FaultReason.TIMEOUT.word() : reason);
  }

  /** Scopes that are or will be reported by one alert. */
  private static final class Group {
    private final String credential;
    private final String reason;
    private final List<Health> joining = new ArrayList<>();
    private int known;
    private int members;

    Group(String credential, String reason) {
      this.credential = credential;
      this.reason = reason;
    }

    private static String nextStep(Fault fault) {
      return fault.refusal().map(refusal -> "; next step: " + refusal.advice()).orElse("");
    }

    /** The API's error message for the first of them, and the next step if it is known. */
    String detail() {
      return joining.stream()
          .map(Health::fault)
          .filter(Objects::nonNull)
          .filter(fault -> !EventText.clean(fault.detail()).isEmpty())
          .findFirst()
          .map(fault -> EventText.clean(fault.detail()) + nextStep(fault))
          .map(detail -> " (" + detail + ")")
          .orElse("");
    }
  }
}
