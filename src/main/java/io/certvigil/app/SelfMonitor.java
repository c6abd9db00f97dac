package io.certvigil.app;

import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.cloudflare.http.TokenState;
import io.certvigil.policy.ChannelStatus.Failures;
import io.certvigil.policy.DaemonHealth;
import io.certvigil.policy.DaemonHealth.CredentialHealth;
import io.certvigil.policy.Event;
import io.certvigil.policy.Policy;
import io.certvigil.store.Store;
import io.certvigil.store.failure.StoreException;
import io.certvigil.store.view.Backlog;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Monitors the daemon itself: alerts about its channels, credentials, clock and disk, and decides
 * whether a heartbeat may be sent. The state of the channels is stored, so an outage survives a
 * restart.
 */
final class SelfMonitor {
  private static final Duration MAX_READ_DELAY = Duration.ofMinutes(15);
  private static final Duration MAX_CHANNEL_FAILURE = Duration.ofDays(1);

  private final Store store;
  private final Policy policy;
  private final Cloudflare cloudflare;
  private final VerifiedClock time;
  private final SchedulerSupervisor supervisor;
  private final Set<String> channels;
  private final Map<String, CredentialHealth> credentials = new LinkedHashMap<>();

  /**
   * @param channels names, of the config
   * @param credentials names, of the config
   */
  SelfMonitor(
      Store store,
      Policy policy,
      Cloudflare cloudflare,
      VerifiedClock time,
      SchedulerSupervisor supervisor,
      Set<String> channels,
      Collection<String> credentials) {
    this.store = store;
    this.policy = policy;
    this.cloudflare = cloudflare;
    this.time = time;
    this.supervisor = supervisor;
    this.channels = Set.copyOf(channels);
    credentials.forEach(name -> this.credentials.put(name, unknown(name)));
  }

  static SelfMonitor of(
      SharedServices shared, DaemonComponents components, SchedulerSupervisor supervisor) {
    var config = components.config();
    return new SelfMonitor(
        shared.store(),
        components.policy(),
        components.cloudflare(),
        shared.time(),
        supervisor,
        config.alerting().channels().keySet(),
        config.cloudflare().watching());
  }

  /** Asks Cloudflare when each credential expires and what it allows. Waits for the answers. */
  void verifyCredentials() {
    for (var name : List.copyOf(credentials.keySet())) {
      var accounts = store.scopes().accountsOf(name);
      var found = health(name, cloudflare.verify(name, accounts));
      synchronized (this) {
        credentials.put(name, found);
      }
      var policies = cloudflare.policies(name, accounts);
      store.scopes().recordPolicies(name, policies, time.instant());
    }
  }

  private static CredentialHealth health(String name, TokenState state) {
    return switch (state) {
      case TokenState.Valid(_, var expiry) -> new CredentialHealth(name, expiry, true);
      case TokenState.NoExpiry _, TokenState.NotAToken _ -> new CredentialHealth(name, null, true);
      case TokenState.Failed _ -> unknown(name);
    };
  }

  private static CredentialHealth unknown(String name) {
    return new CredentialHealth(name, null, false);
  }

  /** Decides the alerts about all this; returns the new events. */
  List<Event> decide(Instant now) {
    return store.readings().decideSelf(policy, currentState(), now);
  }

  private synchronized DaemonHealth currentState() {
    return new DaemonHealth(
        backlog().map(Backlog::health).toList(),
        List.copyOf(credentials.values()),
        time.skew().orElse(null),
        store.spaceShortage().orElse(null));
  }

  private Stream<Backlog> backlog() {
    return store.outbox().backlog().stream().filter(line -> channels.contains(line.channel()));
  }

  /** Why no heartbeat may be sent now; empty while all is well. */
  Optional<String> problem(Instant now) {
    var stalled = supervisor.stalledFor();
    if (stalled.isPresent()) {
      return Optional.of("the scheduler has stalled for " + stalled.get());
    }
    try {
      return unreadCredential(now).or(() -> failedChannel(now)).or(this::unwritable);
    } catch (StoreException e) {
      return Optional.of("the store cannot be read: " + e.getMessage());
    }
  }

  /** Lists that became due while no daemon was running are not overdue yet. */
  private Optional<String> unreadCredential(Instant now) {
    if (time.uptime().compareTo(MAX_READ_DELAY) < 0) {
      return Optional.empty();
    }
    return store.scopes().stalledCredentials(now.minus(MAX_READ_DELAY)).stream()
        .findFirst()
        .map(
            credential ->
                "no list was read with credential " + credential + " for " + MAX_READ_DELAY);
  }

  /** The heartbeat's receiver is the last one that can raise an alarm if all channels fail. */
  private Optional<String> failedChannel(Instant now) {
    var all = backlog().toList();
    if (!all.isEmpty() && all.stream().allMatch(line -> line.failing(now))) {
      return Optional.of("every channel is failing");
    }
    return all.stream()
        .filter(line -> failedForADay(line.failures(), now))
        .findFirst()
        .map(line -> "channel " + line.channel() + " has been failing for a day");
  }

  private static boolean failedForADay(@Nullable Failures failures, Instant now) {
    return failures != null && !now.minus(MAX_CHANNEL_FAILURE).isBefore(failures.since());
  }

  private Optional<String> unwritable() {
    try {
      store.checkWritable();
      return Optional.empty();
    } catch (StoreException e) {
      return Optional.of("the store cannot be written: " + e.getMessage());
    }
  }
}
