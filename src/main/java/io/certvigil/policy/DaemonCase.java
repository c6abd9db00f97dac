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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Decides the alerts about the daemon itself: its channels, credentials, clock and store. */
final class DaemonCase {
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
        .filter(alert -> Policy.DAEMON_KINDS.contains(alert.subject().kind()))
        .forEach(
            alert ->
                this.alerts.computeIfAbsent(alert.id().key(), _ -> new ArrayList<>()).add(alert));
  }

  static String credentialAlertKey(String name) {
    return AlertIds.alertKey(CREDENTIAL_EXPIRING, name, "");
  }

  Decision decide() {
    var configured = new HashSet<String>();
    for (var channel : health.channels()) {
      configured.add(Policy.channelAlertKey(channel.name()));
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
      decision.resolve(alert, CHANNEL_RECOVERED, Resolution.UNWATCHED.word(), summary, null);
    } else if (alert.subject().kind() == CREDENTIAL_EXPIRING) {
      credentialCase(name).resolve(alert, Resolution.UNWATCHED);
    }
  }

  private void decide(ChannelHealth channel) {
    var key = Policy.channelAlertKey(channel.name());
    var alert = alert(key, CHANNEL_FAILING, name(channel));
    var row = alert.row();
    if (row != null && row.firing()) {
      if (channel.failures() == null) {
        alert.close(CHANNEL_RECOVERED, row.reason(), "channel " + name(channel) + " works again");
      }
    } else if (failing(channel)) {
      var reason = channel.reason() == null ? null : EventText.clean(channel.reason());
      alert.open(reason, failureSummary(channel));
    }
  }

  private boolean failing(ChannelHealth channel) {
    var status = ChannelStatus.of(channel.failures(), null, decision.now());
    return status.state() == ChannelStatus.State.FAILING;
  }

  private static String failureSummary(ChannelHealth channel) {
    var failures = channel.failures();
    var since = failures == null ? "" : " since " + ReadableTime.iso(failures.since());
    var reason = channel.reason() == null ? "" : ": " + EventText.clean(channel.reason());
    var remedy = failures == null ? "" : remedy(channel, failures);
    return "channel " + name(channel) + " has been failing" + since + reason + remedy;
  }

  private static String remedy(ChannelHealth channel, ChannelStatus.Failures failures) {
    var key = failures.configKey();
    if (key != null) {
      return " (the receiver's answer names the configuration: check channels.%s.%s)"
          .formatted(name(channel), EventText.clean(key));
    }
    return failures.refusals() > 0
        ? " (only a changed configuration or receiver can fix this)"
        : "";
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
    var difference = ReadableDuration.of(skew) + (skew.isNegative() ? " behind" : " ahead of");
    toggle(
        DAEMON_CLOCK_SKEWED,
        wrong,
        "the clock of this machine is %s Cloudflare's: days to expiry are wrong by the same amount"
            .formatted(difference),
        "the clock of this machine agrees with Cloudflare's again");
  }

  private void decideStore() {
    var low = health.storeLow();
    toggle(
        DAEMON_STORE_LOW,
        low != null,
        EventText.storeLow(low == null ? "" : low),
        "the store has enough space again");
  }

  /**
   * For alerts without an event type of their own for the recovery: the same type with a resolved
   * alert.
   */
  private void toggle(EventType kind, boolean wrong, String opens, String closes) {
    alert(AlertIds.alertKey(kind, "", ""), kind, kind.word())
        .toggle(wrong, null, () -> opens, kind, closes);
  }

  private UnladderedAlert alert(String key, EventType kind, String name) {
    var rows = alerts.get(key);
    var subject = new Alert.Subject(kind, "", "", name);
    return new UnladderedAlert(decision, rows == null ? null : rows.getFirst(), key, subject);
  }
}
