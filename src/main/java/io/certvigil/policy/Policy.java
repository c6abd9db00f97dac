package io.certvigil.policy;

import io.certvigil.diff.Change;
import io.certvigil.diff.KnownCertificate;
import io.certvigil.diff.KnownScope;
import io.certvigil.model.WatchedScope;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides what is alerted, from what is known. Pure: the same input gives the same decision. */
public final class Policy {
  /** The kinds of alert that {@link #decideDaemonHealth} decides. */
  public static final Set<EventType> DAEMON_KINDS = Set.copyOf(DaemonCase.KINDS);

  private final PolicySettings settings;

  public Policy(PolicySettings settings) {
    this.settings = settings;
  }

  /**
   * Decides one scope. What has just been decided, decided again, gives nothing.
   *
   * @param known as it is after {@code changes}
   * @param changes what the reading changed; empty where only time has passed
   * @param alerts all stored alerts of this scope, resolved ones too
   */
  public Decision decide(
      WatchedScope watched,
      KnownScope known,
      List<Change> changes,
      Collection<Alert> alerts,
      Instant now) {
    return new ScopeCase(
            new ScopeContext(settings, watched, known, now), watched, known, changes, alerts)
        .decide();
  }

  /** Resolves what still fires in a scope that the config no longer watches. */
  public Decision unwatch(
      WatchedScope watched, KnownScope known, Collection<Alert> alerts, Instant now) {
    return new ScopeCase(
            new ScopeContext(settings, watched, known, now), watched, known, List.of(), alerts)
        .unwatch();
  }

  /**
   * Decides what concerns many scopes at once: those that cannot be read, grouped by credential and
   * reason, so that a dead token is one alert.
   *
   * @param scopes all that are watched, the discoveries too
   * @param alerts all stored alerts of kind {@code SOURCE_UNREADABLE}
   */
  public HealthDecision decideHealth(
      Collection<Health> scopes, Collection<Alert> alerts, Instant now) {
    return new HealthCase(scopes, alerts, now).decide();
  }

  /**
   * Decides about the daemon itself. A channel that fails is told after 15 minutes, at once where
   * only its configuration can be at fault, and never again until it has worked. A credential goes
   * down the manual ladder, each rung one event of type {@code credential.expiring}; while nobody
   * knows its end, the last known one counts. What has no type of its own for its end ({@code
   * credential.expiring}, {@code daemon.*}) is told to be over by an event of the same type whose
   * alert is resolved. A clock that is {@code null} changes nothing. What has just been decided,
   * decided again, gives nothing.
   *
   * @param alerts all stored alerts of {@link #DAEMON_KINDS}, resolved ones too; others are passed
   *     over
   */
  public Decision decideDaemonHealth(DaemonHealth self, Collection<Alert> alerts, Instant now) {
    return new DaemonCase(self, new Ladders(settings.rungs()).manual(), alerts, now).decide();
  }

  /**
   * The key of the alert that this channel fails. That channel itself must not be told of it: it
   * could not deliver it.
   */
  public static String channelAlertKey(String name) {
    return DaemonCase.channelAlertKey(name);
  }

  /** The alert key of what {@link #deliveryExpired} tells of this channel. */
  public static String expiredDeliveryAlertKey(String name) {
    return AlertIds.alertKey(EventType.DELIVERY_EXPIRED, name, "");
  }

  /**
   * One event about deliveries that were given up, however many. It opens no alert and has no end;
   * the same channel and moment give the same id.
   */
  public static Event deliveryExpired(ExpiredDeliveries lost, Instant now) {
    return OneTimeEvents.deliveryExpired(lost, now);
  }

  /** An event that says that it is a test, of severity info. It opens no alert. */
  public static Event test(String channel, Instant now) {
    return OneTimeEvents.test(channel, now);
  }

  /**
   * That a silence is over while what it covered still fires: one event of the alert's severity,
   * the same however often this end is found, and the alert with that event counted.
   *
   * @param watched the alert's scope; null where it is about none
   * @param item the alert's certificate as it stands; null where it is about none
   */
  public static Decision unsilenced(
      Alert alert,
      @Nullable WatchedScope watched,
      @Nullable KnownCertificate item,
      Silence silence,
      Instant now) {
    return OneTimeEvents.unsilenced(alert, watched, item, silence, now);
  }

  /**
   * Why this certificate is alerted when it is, or is not: the rule, every rung, what comes next.
   *
   * @param known its scope, for its neighbours may supersede it
   * @param alerts all stored alerts of this scope; others are passed over
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
   * The ids of those of whose end nothing is told, whenever it comes: revoked, not in use,
   * superseded, muted, or without an end that anybody knows.
   *
   * @param known the scope of these items, for its neighbours may supersede one
   */
  public Set<String> notAlertedIds(
      WatchedScope watched, KnownScope known, Collection<KnownCertificate> items, Instant now) {
    var explainer = new Explainer(settings, watched, known, now);
    return items.stream()
        .filter(explainer::quiet)
        .map(item -> item.certificate().id())
        .collect(Collectors.toSet());
  }
}
