package io.certvigil.sweep;

import io.certvigil.model.FaultReason;
import io.certvigil.model.Reading;
import io.certvigil.model.WatchedScope;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads scopes of one credential, a few concurrently to hide the network latency; the rate limiter
 * controls the request rate. Sends no requests while the credential is paused.
 */
final class ParallelReader {
  private static final Logger log = LoggerFactory.getLogger(ParallelReader.class);
  private static final int CONCURRENCY = 4;

  private final CloudflareReader api;
  private final Sweeper.Sleeper sleeper;
  private final InstantSource clock;
  private final AtomicReference<SweepSummary> total = new AtomicReference<>(SweepSummary.NOTHING);
  private final Queue<WatchedScope> rateLimited = new ConcurrentLinkedQueue<>();

  ParallelReader(CloudflareReader api, Sweeper.Sleeper sleeper, InstantSource clock) {
    this.api = api;
    this.sleeper = sleeper;
    this.clock = clock;
  }

  /**
   * Reads all scopes and starts them in the given order.
   *
   * @param scopes supplies the next scope, empty at the end; called when a reader is free
   * @param keep stores a reading and returns its summary
   * @return the scopes that could not be read because of Cloudflare's rate limit
   */
  List<WatchedScope> read(
      Supplier<Optional<WatchedScope>> scopes,
      Function<WatchedScope, Function<Reading, SweepSummary>> keep)
      throws InterruptedException {
    var places = new Semaphore(CONCURRENCY);
    var readers = Executors.newVirtualThreadPerTaskExecutor();
    try {
      places.acquire();
      for (var next = scopes.get(); next.isPresent(); next = scopes.get()) {
        var watched = next.get();
        awaitPause(watched.credential());
        readers.execute(
            () -> {
              try {
                read(watched, keep.apply(watched));
              } catch (RuntimeException e) { // the other scopes must still be read
                log.atError()
                    .addKeyValue("scope", watched.scope())
                    .setCause(e)
                    .log("reading a scope failed unexpectedly");
              } finally {
                places.release();
              }
            });
        places.acquire();
      }
      places.acquire(CONCURRENCY - 1);
      return List.copyOf(rateLimited);
    } finally {
      readers.shutdownNow();
      readers.close(); // waits for a reading that is being committed
    }
  }

  private void read(WatchedScope watched, Function<Reading, SweepSummary> keep) {
    Reading reading;
    try {
      reading = api.read(watched.credential(), watched.scope());
    } catch (CancellationException e) {
      return; // stopping: an aborted reading is discarded, and the scope stays due
    }
    if (reading instanceof Reading.Failed failed
        && failed.fault().reason() == FaultReason.RATE_LIMITED) {
      rateLimited.add(watched);
    }
    var summary = keep.apply(reading);
    total.accumulateAndGet(summary, SweepSummary::plus);
  }

  private void awaitPause(String credential) throws InterruptedException {
    var until = api.pausedUntil(credential);
    while (until.isPresent() && until.get().isAfter(clock.instant())) {
      sleeper.until(until.get());
      until = api.pausedUntil(credential);
    }
  }

  SweepSummary total() {
    return total.get();
  }
}
