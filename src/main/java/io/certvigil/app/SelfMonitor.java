package io.certvigil.app;

import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.cloudflare.TokenState;
import io.certvigil.notify.Outcome;
import io.certvigil.policy.Event;
import io.certvigil.policy.Policy;
import io.certvigil.policy.Self;
import io.certvigil.policy.Self.ChannelHealth;
import io.certvigil.policy.Self.CredentialHealth;
import io.certvigil.store.Outbox.Backlog;
import io.certvigil.store.Store;
import io.certvigil.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Looks after the daemon itself: what is alerted about its channels, credentials, clock and disk,
 * and whether its heart may beat. Everything it knows of channels is durable, so a restart neither
 * forgets an outage nor ends one.
 */
final class SelfMonitor {
  private static final Duration UNTRIED = Duration.ofMinutes(15);
  private static final Duration CHANNEL = Duration.ofDays(1);

  private final Store store;
  private final Policy policy;
  private final Cloudflare cloudflare;
  private final VerifiedClock time;
  private final SchedulerSupervisor clockwork;
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
      SchedulerSupervisor clockwork,
      Set<String> channels,
      Collection<String> credentials) {
    this.store = store;
    this.policy = policy;
    this.cloudflare = cloudflare;
    this.time = time;
    this.clockwork = clockwork;
    this.channels = Set.copyOf(channels);
    credentials.forEach(name -> this.credentials.put(name, unknown(name)));
  }

  /** Asks Cloudflare when each credential ends. Waits for the answers. */
  void verify() {
    for (var name : List.copyOf(credentials.keySet())) {
      var found = health(name, cloudflare.verify(name, store.scopes().accountsOf(name)));
      synchronized (this) {
        credentials.put(name, found);
      }
    }
  }

  private static CredentialHealth health(String name, TokenState state) {
    return switch (state) {
      case TokenState.Valid(_, var end) -> new CredentialHealth(name, end, true);
      case TokenState.NoExpiry _, TokenState.NotAToken _ -> new CredentialHealth(name, null, true);
      case TokenState.Failed _ -> unknown(name);
    };
  }

  private static CredentialHealth unknown(String name) {
    return new CredentialHealth(name, null, false);
  }

  /** Decides what is alerted about all this; returns the events. */
  List<Event> decide(Instant now) {
    return store.readings().decideSelf(policy, self(), now);
  }

  private synchronized Self self() {
    return new Self(
        backlog().map(SelfMonitor::health).toList(),
        List.copyOf(credentials.values()),
        time.skew().orElse(null),
        store.low().orElse(null));
  }

  private Stream<Backlog> backlog() {
    return store.outbox().backlog().stream().filter(line -> channels.contains(line.channel()));
  }

  private static ChannelHealth health(Backlog line) {
    var reason = line.lastFailure();
    var configuration = reason != null && Outcome.Reason.isConfiguration(reason);
    return line.failingSince() == null
        ? new ChannelHealth(line.channel(), null, null, false)
        : new ChannelHealth(line.channel(), line.failingSince(), reason, configuration);
  }

  /** Why nobody should be told that the daemon does its work; empty while it does. */
  Optional<String> unwell(Instant now) {
    var stopped = clockwork.stopped();
    if (stopped.isPresent()) {
      return Optional.of("the schedule has stopped for " + stopped.get());
    }
    try {
      return untried(now).or(() -> channel(now)).or(this::unwritable);
    } catch (StoreException e) {
      return Optional.of("the store cannot be read: " + e.getMessage());
    }
  }

  /** What became due while nobody was awake is not overdue yet. */
  private Optional<String> untried(Instant now) {
    if (time.awake().compareTo(UNTRIED) < 0) {
      return Optional.empty();
    }
    return store.scopes().untried(now.minus(UNTRIED)).stream()
        .findFirst()
        .map(credential -> "nothing was read with credential " + credential + " for " + UNTRIED);
  }

  private Optional<String> channel(Instant now) {
    return backlog()
        .filter(line -> line.failingSince() != null)
        .filter(line -> !now.minus(CHANNEL).isBefore(line.failingSince()))
        .findFirst()
        .map(line -> "channel " + line.channel() + " has failed for a day");
  }

  private Optional<String> unwritable() {
    try {
      store.check();
      return Optional.empty();
    } catch (StoreException e) {
      return Optional.of("the store takes no write: " + e.getMessage());
    }
  }
}
