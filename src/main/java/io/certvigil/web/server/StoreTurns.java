package io.certvigil.web.server;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many answers of one kind are made at the same time. A client that does not take its
 * answer cannot keep a turn: if another waits for one, its connection is closed.
 */
final class StoreTurns {
  private static final Duration STALLED = Duration.ofSeconds(2);

  private final Semaphore free;
  private final int maxWaiting;
  private final Duration maxWait;
  private final Set<Turn> taken = ConcurrentHashMap.newKeySet();

  /**
   * @param most how many are made at once
   * @param maxWaiting how many more may wait
   * @param maxWait for how long
   */
  StoreTurns(int most, int maxWaiting, Duration maxWait) {
    this.free = new Semaphore(most, true);
    this.maxWaiting = maxWaiting;
    this.maxWait = maxWait;
  }

  /** The right to make one answer. */
  final class Turn {
    private final @Nullable ClientConnection client;

    Turn(Request request) {
      client = ClientConnection.of(request);
    }

    /** Lets the next one begin; may be called more than once. */
    void end() {
      if (taken.remove(this)) {
        free.release();
      }
    }

    private void closeIfStalled() {
      if (client != null && client.unsent() && client.writeNanos() > STALLED.toNanos()) {
        client.close();
      }
    }
  }

  /** Waits for a turn for a short time; null if there is none. */
  @Nullable Turn take(Request request) {
    if (!acquire()) {
      return null;
    }
    var turn = new Turn(request);
    taken.add(turn);
    return turn;
  }

  private boolean acquire() {
    try {
      // Without a time, it would overtake those that wait.
      if (free.tryAcquire(0, TimeUnit.NANOSECONDS)) {
        return true;
      }
      taken.forEach(Turn::closeIfStalled);
      return free.getQueueLength() < maxWaiting
          && free.tryAcquire(maxWait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
