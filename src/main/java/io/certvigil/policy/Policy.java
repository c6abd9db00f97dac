package io.certvigil.policy;

import io.certvigil.diff.Change;
import io.certvigil.diff.KnownCertificate;
import io.certvigil.diff.KnownScope;
import io.certvigil.model.WatchedScope;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides alerts and events from the known state. Pure: the same input gives the same decision. */
public final class Policy {
  /** The kinds of alert that {@link #decideDaemonHealth} decides. */
  public static final Set<EventType> DAEMON_KINDS =
      Set.of(
          EventType.CHANNEL_FAILING,
          EventType.CREDENTIAL_EXPIRING,
          EventType.DAEMON_CLOCK_SKEWED,
          EventType.DAEMON_STORE_LOW);

  /** The kinds of {@link #decideHealth}. */
  public static final Set<EventType> HEALTH_KINDS =
      Set.of(EventType.SOURCE_UNREADABLE, EventType.CREDENTIAL_REFUSED);

  private final PolicySettings settings;

  public Policy(PolicySettings settings) {
    this.settings = settings;
  }

  /**
   * Decides one scope. Repeating a decision with its result changes nothing.
   *
   * @param known the state after {@code changes}
   * @param changes what the reading changed; empty if only time has passed
   * @param alerts all stored alerts of this scope, including resolved ones
   */
  public Decision decide(
      WatchedScope watched,
      KnownScope known,
      List<Change> changes,
      Collection<Alert> alerts,
      Instant now) {
    var context = ScopeContext.of(settings, watched, known, now);
    return new ScopeCase(context, known, changes, alerts).decide();
  }

  /** Resolves the firing alerts of a scope that the config no longer watches. */
  public Decision unwatch(
      WatchedScope watched, KnownScope known, Collection<Alert> alerts, Instant now) {
    var context = ScopeContext.of(settings, watched, known, now);
    return new ScopeCase(context, known, List.of(), alerts).unwatch();
  }

  /**
   * Decides the alerts about scopes that cannot be read and about credentials that Cloudflare
   * refuses: one for each credential, which tells the extent and the main reason of its outage.
   *
   * @param scopes all watched scopes, including the discoveries
   * @param alerts all stored alerts of {@link #HEALTH_KINDS}
   */
  public HealthDecision decideHealth(
      Collection<Health> scopes, Collection<Alert> alerts, Instant now) {
    return new HealthCase(scopes, alerts, now).decide();
  }

  /**
   * Decides the alerts about the daemon itself. A failing channel is reported after 15 minutes, at
   * once if only its configuration can be the cause, and not again until it has worked. A
   * credential uses the manual ladder, each rung one event of type {@code credential.expiring};
   * while its expiry is unknown, the last known one counts. Types without a recovery type of their
   * own ({@code credential.expiring}, {@code daemon.*}) report the recovery with an event of the
   * same type and a resolved alert. A clock skew of {@code null} changes nothing. Repeating a
   * decision with its result changes nothing.
   *
   * @param alerts all stored alerts of {@link #DAEMON_KINDS}, including resolved ones; others are
   *     ignored
   */
  public Decision decideDaemonHealth(DaemonHealth self, Collection<Alert> alerts, Instant now) {
    return new DaemonCase(self, new Ladders(settings.rungs()).manual(), alerts, now).decide();
  }

  /**
   * What an acknowledgement closes: the alert of a certificate whose successor has been handed
   * over. Empty if an acknowledgement only stops the reminders.
   *
   * @param item the certificate of the alert
   */
  public static Optional<Decision> handedOver(
      Alert alert, WatchedScope watched, KnownCertificate item, Instant now) {
    if (!Ladders.isHandOver(item.certificate())) {
      return Optional.empty();
    }
    var builder = new DecisionBuilder(watched, now);
    builder.resolve(
        alert,
        EventType.CERTIFICATE_RESOLVED,
        Resolution.HANDED_OVER.word(),
        new EventSummary(item, now).resolved(Resolution.HANDED_OVER),
        item);
    return Optional.of(builder.build());
  }

  /**
   * The key of the alert that this channel is failing. It must not be sent through that channel,
   * which could not deliver it.
   */
  public static String channelAlertKey(String name) {
    return AlertIds.alertKey(EventType.CHANNEL_FAILING, name, "");
  }

  /** The key of the alerts about the expiry of this certificate of a list. */
  public static String expiryAlertKey(String scopeKey, String certificate) {
    return AlertIds.expiryAlertKey(scopeKey, certificate);
  }

  /** The key of the alert in the {@link OneTimeEvents#deliveryExpired} events of this channel. */
  public static String expiredDeliveryAlertKey(String name) {
    return AlertIds.alertKey(EventType.DELIVERY_EXPIRED, name, "");
  }

  /**
   * Explains when and why this certificate is alerted or not: the rule, all rungs and the next
   * event.
   *
   * @param known its scope, because other certificates of it may supersede this one
   * @param alerts all stored alerts of this scope; others are ignored
   */
  public Explanation explain(
      WatchedScope watched,
      KnownScope known,
      KnownCertificate item,
      Collection<Alert> alerts,
      Instant now) {
    return new Explainer(settings, watched, known, now).explain(item, alerts);
  }

  /**
   * The ids of the certificates for which no expiry alert can fire: revoked, not in use,
   * superseded, muted, or without a known expiry.
   *
   * @param known the scope of these certificates, because other certificates of it may supersede
   *     them
   */
  public Set<String> notAlertedIds(
      WatchedScope watched, KnownScope known, Collection<KnownCertificate> items, Instant now) {
    var explainer = new Explainer(settings, watched, known, now);
    return items.stream()
        .filter(explainer::isNeverAlerted)
        .map(item -> item.certificate().id())
        .collect(Collectors.toSet());
  }

  /**
   * The result of deciding readability, to be stored.
   *
   * @param alerts the new and changed alerts, complete
   * @param alertKeys by {@link Health#key}: the key of the alert that reports it from now on
   * @param cleared the {@link Health#key}s that no alert reports any more
   */
  public record HealthDecision(
      List<Alert> alerts, List<Event> events, Map<String, String> alertKeys, Set<String> cleared) {
    public HealthDecision {
      alerts = List.copyOf(alerts);
      events = List.copyOf(events);
      alertKeys = Map.copyOf(alertKeys);
      cleared = Set.copyOf(cleared);
    }
  }
}
