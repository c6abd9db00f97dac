package io.certvigil.app;

import io.certvigil.policy.impairment.Impairment;
import io.certvigil.policy.impairment.Impairments;
import io.certvigil.store.Store;
import io.certvigil.store.failure.StoreException;
import io.certvigil.store.view.Backlog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What impairs the daemon now, as pages, {@code /-/ready} and systemd show it: read from the store
 * at most every ten seconds for all of them. Thread-safe; who comes while another reads gets the
 * previous result at once.
 */
final class ImpairmentMonitor {
  private static final Duration FRESH = Duration.ofSeconds(10);

  private final Store store;
  private final Set<String> channels;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Result last = new Result(Instant.MIN, List.of());

  private record Result(Instant at, List<Impairment> impairments) {
    private boolean isFresh(Instant now) {
      return !at.isAfter(now) && at.plus(FRESH).isAfter(now);
    }
  }

  /**
   * @param channels all channels of the config
   */
  ImpairmentMonitor(Store store, Set<String> channels, InstantSource clock) {
    this.store = store;
    this.channels = Set.copyOf(channels);
    this.clock = clock;
  }

  /** Those that keep the daemon from reading first; the last known ones if the store fails. */
  List<Impairment> current() {
    var now = clock.instant();
    if (!last.isFresh(now) && lock.tryLock()) {
      try {
        last = new Result(now, read(now));
      } catch (StoreException e) {
        return last.impairments(); // what fails is reported by who needs the store
      } finally {
        lock.unlock();
      }
    }
    return last.impairments();
  }

  private List<Impairment> read(Instant now) {
    var deliveries =
        store.outbox().backlog().stream()
            .filter(line -> channels.contains(line.channel()))
            .map(Backlog::health)
            .toList();
    var doubtful = store.scopes().ofDoubtfulCredentials(now);
    return Impairments.of(doubtful, deliveries, store.spaceShortage().orElse(null), now);
  }
}
