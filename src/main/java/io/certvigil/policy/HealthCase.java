package io.certvigil.policy;

import static io.certvigil.policy.EventType.CREDENTIAL_RECOVERED;
import static io.certvigil.policy.EventType.CREDENTIAL_REFUSED;
import static io.certvigil.policy.EventType.SOURCE_RECOVERED;
import static io.certvigil.policy.EventType.SOURCE_UNREADABLE;

import io.certvigil.model.FaultReason;
import io.certvigil.model.ReadableDuration;
import io.certvigil.model.ReadableTime;
import java.time.Duration;
import java.time.Instant;
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
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides the alerts about unreadable scopes and refused credentials, over all scopes: one alert
 * for each credential, and one for what is gone.
 */
final class HealthCase {
  private static final Duration TELL_INTERVAL = Duration.ofMinutes(5);
  private static final Duration REMINDER_INTERVAL = Duration.ofDays(7);

  private final Map<String, List<Health>> byCredential;
  private final Map<String, Alert> alerts = new TreeMap<>();
  private final Instant now;
  private final DecisionBuilder decision;
  private final Map<String, String> alertKeys = new HashMap<>();
  private final Set<String> cleared = new HashSet<>();

  HealthCase(Collection<Health> scopes, Collection<Alert> alerts, Instant now) {
    this.byCredential =
        scopes.stream()
            .sorted(Comparator.comparing(Health::key))
            .collect(
                Collectors.groupingBy(Health::credential, LinkedHashMap::new, Collectors.toList()));
    this.now = now;
    this.decision = new DecisionBuilder(null, now);
    alerts.stream()
        .filter(alert -> Policy.HEALTH_KINDS.contains(alert.subject().kind()))
        // Alerts about one scope (mass absence) are decided with that scope.
        .filter(alert -> alert.subject().scope().isEmpty())
        .forEach(alert -> this.alerts.put(alert.id().key(), alert));
  }

  Policy.HealthDecision decide() {
    var credentials = new TreeSet<>(byCredential.keySet());
    alerts.values().stream()
        .filter(Alert::firing)
        .map(alert -> alert.subject().name())
        .forEach(credentials::add);
    credentials.forEach(this::decide);
    var decided = decision.build();
    return new Policy.HealthDecision(decided.alerts(), decided.events(), alertKeys, cleared);
  }

  private void decide(String credential) {
    var lists = byCredential.getOrDefault(credential, List.of());
    boolean refused = decideRefused(new RefusedToken(credential, lists, now));
    var outages = new LinkedHashMap<String, Outage>();
    alerts.values().stream()
        .filter(alert -> isUnreadable(alert, credential))
        .forEach(alert -> outages.put(alert.id().key(), new Outage(alert, lists, now)));
    for (var health : lists) {
      assign(health, lists, refused, outages);
    }
    outages.forEach((key, outage) -> decide(key, outage, refused));
  }

  private static boolean isUnreadable(Alert alert, String credential) {
    return alert.firing()
        && alert.subject().kind() == SOURCE_UNREADABLE
        && alert.subject().name().equals(EventText.clean(credential));
  }

  /** Returns whether the token counts as refused after this decision. */
  private boolean decideRefused(RefusedToken token) {
    var key = AlertIds.alertKey(CREDENTIAL_REFUSED, token.credential(), "");
    var row = alerts.get(key);
    var alert = alert(row, key, CREDENTIAL_REFUSED, token.credential());
    if (row == null || !row.firing()) {
      if (token.isRefused()) {
        var reason = FaultReason.UNAUTHORIZED.word();
        alert.open(reason, Severity.CRITICAL, token.refusedSummary());
      }
      return token.isRefused();
    }
    if (token.lists().isEmpty()) {
      alert.close(CREDENTIAL_RECOVERED, Resolution.UNWATCHED.word(), token.unwatchedSummary());
    } else if (token.isAcceptedSince(row.progress().firstFiredAt())) {
      var summary = token.acceptedSummary(row.progress().firstFiredAt());
      alert.close(CREDENTIAL_RECOVERED, row.reason(), summary);
    } else {
      remindIfDue(alert, row, token::stillRefusedSummary);
      return true;
    }
    return false;
  }

  private void assign(
      Health health, List<Health> lists, boolean refused, Map<String, Outage> outages) {
    var under = health.alertKey() == null ? null : outages.get(health.alertKey());
    var reason = new ReadabilityRule(health, now).unreadableReason();
    if (under != null) {
      under.addKnown(health);
    } else if (reason.isPresent() && !(refused && health.goneSince() == null)) {
      outages
          .computeIfAbsent(
              key(health), _ -> new Outage(health.credential(), reason.get(), lists, now))
          .addJoining(health);
    } else if (health.alertKey() != null) {
      cleared.add(health.key());
    }
  }

  /** One alert for each credential; what is gone has one of its own. */
  private static String key(Health health) {
    var reason = health.goneSince() == null ? "" : ReadabilityRule.GONE;
    return AlertIds.alertKey(SOURCE_UNREADABLE, health.credential(), reason);
  }

  private void decide(String key, Outage outage, boolean refused) {
    var row = alerts.get(key);
    var alert = alert(row, key, SOURCE_UNREADABLE, outage.credential());
    if (row == null || !row.firing()) {
      alert.open(outage.reason(), Severity.WARNING, outage.summary());
      tell(outage, key);
    } else if (outage.isOver()) {
      close(alert, outage, row);
    } else if (!refused && hasElapsed(row, TELL_INTERVAL) && outage.isNews(row.reason())) {
      alert.repeat(outage.reason(), outage.summary());
      tell(outage, key);
    } else {
      remindIfDue(alert, row, outage::reminder);
    }
  }

  private void tell(Outage outage, String key) {
    outage.told().forEach(health -> alertKeys.put(health.key(), key));
  }

  private void close(UnladderedAlert alert, Outage outage, Alert row) {
    var reason = outage.isUnwatched() ? Resolution.UNWATCHED.word() : row.reason();
    alert.close(SOURCE_RECOVERED, reason, outage.endSummary(row.progress().firstFiredAt()));
    outage.known().forEach(health -> cleared.add(health.key()));
  }

  /**
   * @param summary of an outage that lasts since then; not made each minute
   */
  private void remindIfDue(UnladderedAlert alert, Alert row, Function<Instant, String> summary) {
    if (row.progress().ack() == null && hasElapsed(row, REMINDER_INTERVAL)) {
      alert.repeat(summary.apply(row.progress().firstFiredAt()));
    }
  }

  private boolean hasElapsed(Alert row, Duration wait) {
    return Duration.between(row.progress().rungAt(), now).compareTo(wait) >= 0;
  }

  private UnladderedAlert alert(
      @Nullable Alert row, String key, EventType kind, String credential) {
    var subject = new Alert.Subject(kind, "", "", EventText.clean(credential));
    return new UnladderedAlert(decision, row, key, subject);
  }

  /**
   * Whether Cloudflare refuses a credential altogether, which is another fault than a list that
   * cannot be read.
   *
   * @param lists all scopes of the credential and its discovery
   */
  private record RefusedToken(String credential, List<Health> lists, Instant now) {
    private static final String NOTHING_IS_READ =
        ": nothing is read with it. " + OutageText.GOES_ON;

    /** Refused twice, far enough apart to rule out a transient error. */
    boolean isRefused() {
      return lists.stream()
          .anyMatch(list -> refusedNow(list) && new ReadabilityRule(list, now).isRejected());
    }

    /** Whether a list was read since then, and none is refused any more or waits to be tried. */
    boolean isAcceptedSince(Instant fired) {
      return lists.stream().noneMatch(list -> refusedNow(list) || isUntriedSince(list, fired))
          && lists.stream()
              .map(Health::completeAt)
              .filter(Objects::nonNull)
              .anyMatch(read -> read.isAfter(fired));
    }

    private boolean isUntriedSince(Health list, Instant fired) {
      var tried = list.attemptedAt();
      return list.goneSince() == null
          && (tried == null || !tried.isAfter(fired))
          && new ReadabilityRule(list, now).unreadableReason().isPresent();
    }

    private static boolean refusedNow(Health list) {
      return list.fault() != null && list.fault().reason() == FaultReason.UNAUTHORIZED;
    }

    String refusedSummary() {
      return "Cloudflare refuses token " + name() + detail() + NOTHING_IS_READ;
    }

    String stillRefusedSummary(Instant since) {
      return "Cloudflare still refuses token "
          + name()
          + ", since "
          + ReadableTime.iso(since)
          + NOTHING_IS_READ;
    }

    String acceptedSummary(Instant since) {
      return "Cloudflare accepts token "
          + name()
          + " again, after "
          + ReadableDuration.of(Duration.between(since, now));
    }

    String unwatchedSummary() {
      return "token " + name() + " is no longer in the config";
    }

    private String name() {
      return EventText.clean(credential);
    }

    private String detail() {
      return lists.stream()
          .filter(RefusedToken::refusedNow)
          .map(list -> OutageText.detail(Objects.requireNonNull(list.fault())))
          .filter(detail -> !detail.isEmpty())
          .findFirst()
          .orElse("");
    }
  }
}
