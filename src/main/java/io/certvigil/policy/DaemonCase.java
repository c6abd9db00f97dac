package io.certvigil.policy;

import static io.certvigil.policy.EventType.CHANNEL_FAILING;
import static io.certvigil.policy.EventType.CHANNEL_RECOVERED;
import static io.certvigil.policy.EventType.CREDENTIAL_EXPIRING;
import static io.certvigil.policy.EventType.DAEMON_CLOCK_SKEWED;
import static io.certvigil.policy.EventType.DAEMON_STORE_LOW;

import io.certvigil.model.ReadableDuration;
import io.certvigil.model.ReadableTime;
import io.certvigil.policy.DaemonHealth.ChannelHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Decides the alerts about the daemon itself: its channels, credentials, clock and store. */
final class DaemonCase {
  static final Set<EventType> KINDS =
      EnumSet.of(CHANNEL_FAILING, CREDENTIAL_EXPIRING, DAEMON_CLOCK_SKEWED, DAEMON_STORE_LOW);

  private static final Duration SKEW_LIMIT = Duration.ofMinutes(5);

  private final DaemonHealth health;
  private final Ladder ladder;
  private final Map<String, List<Alert>> alerts = new TreeMap<>();
  private final DecisionBuilder decision;

  /**
   * @param ladder the ladder of every credential
   */
  DaemonCase(DaemonHealth self, Ladder ladder, Collection<Alert> alerts, Instant now) {
    this.health = self;
    this.ladder = ladder;
    this.decision = new DecisionBuilder(null, now);
    alerts.stream()
        .filter(alert -> KINDS.contains(alert.subject().kind()))
        .forEach(
            alert ->
                this.alerts.computeIfAbsent(alert.id().key(), _ -> new ArrayList<>()).add(alert));
  }

  static String channelAlertKey(String name) {
    return AlertIds.alertKey(CHANNEL_FAILING, name, "");
  }

  static String credentialAlertKey(String name) {
    return AlertIds.alertKey(CREDENTIAL_EXPIRING, name, "");
  }

  Decision decide() {
    var configured = new HashSet<String>();
    for (var channel : health.channels()) {
      configured.add(channelAlertKey(channel.name()));
      decide(channel);
    }
    for (var credential : health.credentials()) {
      configured.add(credentialAlertKey(credential.name()));
      credentialCase(credential.name()).decide(credential);
    }
    alerts.values().stream()
        .flatMap(List::stream)
        .filter(Alert::firing)
        .filter(alert -> !configured.contains(alert.id().key()))
        .forEach(this::resolveUnwatched);
    decideClock();
    decideStore();
    return decision.build();
  }

  private CredentialCase credentialCase(String name) {
    var rows = new CertificateAlerts(alerts.getOrDefault(credentialAlertKey(name), List.of()));
    return new CredentialCase(decision, ladder, name, rows);
  }

  /** Resolves an alert about a channel or credential that was removed from the config. */
  private void resolveUnwatched(Alert alert) {
    var name = alert.subject().name();
    if (alert.subject().kind() == CHANNEL_FAILING) {
      var summary = "channel " + name + " is no longer in the config";
      close(alert, CHANNEL_RECOVERED, Resolution.UNWATCHED.word(), summary);
    } else if (alert.subject().kind() == CREDENTIAL_EXPIRING) {
      credentialCase(name).resolve(alert, Resolution.UNWATCHED);
    }
  }

  private void decide(ChannelHealth channel) {
    var key = channelAlertKey(channel.name());
    var row = alert(key);
    var firing = row != null && row.firing();
    if (channel.failingSince() == null && row != null && firing) {
      var summary = "channel " + name(channel) + " works again";
      close(row, CHANNEL_RECOVERED, row.reason(), summary);
    } else if (!firing && failing(channel)) {
      var reason = channel.reason() == null ? null : EventText.clean(channel.reason());
      open(key, CHANNEL_FAILING, name(channel), reason, failureSummary(channel));
    }
  }

  private boolean failing(ChannelHealth channel) {
    var status =
        ChannelStatus.of(channel.failingSince(), channel.configuration(), null, decision.now());
    return status.state() == ChannelStatus.State.FAILING;
  }

  private static String failureSummary(ChannelHealth channel) {
    var since =
        channel.failingSince() == null ? "" : " since " + ReadableTime.iso(channel.failingSince());
    var reason = channel.reason() == null ? "" : ": " + EventText.clean(channel.reason());
    var remedy =
        channel.configuration() ? " (only a changed configuration or receiver can fix this)" : "";
    return "channel " + name(channel) + " has been failing" + since + reason + remedy;
  }

  private static String name(ChannelHealth channel) {
    return EventText.clean(channel.name());
  }

  private void decideClock() {
    var skew = health.clockSkew();
    if (skew == null) {
      return;
    }
    var wrong = skew.abs().compareTo(SKEW_LIMIT) >= 0;
    var way = skew.isNegative() ? " behind" : " ahead of";
    toggle(
        DAEMON_CLOCK_SKEWED,
        wrong,
        "the clock of this machine is "
            + ReadableDuration.of(skew)
            + way
            + " Cloudflare's: days to expiry are wrong by the same amount",
        "the clock of this machine agrees with Cloudflare's again");
  }

  private void decideStore() {
    var low = health.storeLow();
    toggle(
        DAEMON_STORE_LOW,
        low != null,
        "the store is low on space: " + (low == null ? "" : EventText.clean(low)),
        "the store has enough space again");
  }

  /**
   * For alerts without an event type of their own for the recovery: the same type with a resolved
   * alert.
   */
  private void toggle(EventType kind, boolean wrong, String opens, String closes) {
    var key = AlertIds.alertKey(kind, "", "");
    var row = alert(key);
    var firing = row != null && row.firing();
    if (wrong && !firing) {
      open(key, kind, kind.word(), null, opens);
    } else if (!wrong && row != null && firing) {
      close(row, kind, null, closes);
    }
  }

  private void open(
      String key, EventType kind, String name, @Nullable String reason, String summary) {
    var subject = new Alert.Subject(kind, "", "", name);
    var alert = UnladderedAlert.open(alert(key), key, subject, reason, decision.now());
    decision.put(alert);
    decision.addEvent(kind, alert.severity(), summary, alert, null, null);
  }

  private void close(Alert row, EventType type, @Nullable String reason, String summary) {
    var closed = UnladderedAlert.close(row, reason);
    decision.put(closed);
    decision.addEvent(type, closed.severity(), summary, closed, null, null);
  }

  private @Nullable Alert alert(String key) {
    var rows = alerts.get(key);
    return rows == null ? null : rows.getFirst();
  }
}
