package io.certvigil.notify.deliver;

import io.certvigil.notify.ActiveAlerts;
import io.certvigil.notify.Channel;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.Outcome.Reason;
import io.certvigil.notify.Outcome.TryLater;
import io.certvigil.notify.StatefulChannel;
import io.certvigil.notify.alertmanager.Parallel;
import io.certvigil.store.Outbox;
import io.certvigil.store.Outbox.Delivery;
import io.certvigil.store.failure.CrashPoint;
import io.certvigil.store.failure.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers for one channel: claims and sends deliveries, and pauses while the receiver fails. */
final class ChannelWorker {
  private static final Logger log = LoggerFactory.getLogger(ChannelWorker.class);
  private static final int IN_FLIGHT = 4;
  private static final Set<String> CONFIGURATION =
      Arrays.stream(Reason.values())
          .filter(Reason::configuration)
          .map(Reason::word)
          .collect(Collectors.toUnmodifiableSet());

  private final String name;
  private final Channel channel;
  private final Outbox outbox;
  private final InstantSource clock;
  private final NotifyMeters meters;
  private final ReceiverHealth receiverHealth;
  private final AttemptSettler settler;
  private final Duration longestAttempt;
  private final Semaphore runPermit = new Semaphore(1);
  private final Semaphore refreshPermit = new Semaphore(1);
  private final Queue<Delivery> claimed = new ConcurrentLinkedQueue<>();
  private final RunningAttempts running = new RunningAttempts();
  private boolean started;
  private volatile boolean stopped;

  ChannelWorker(
      String name,
      Channel channel,
      Outbox outbox,
      InstantSource clock,
      DoubleSupplier random,
      NotifyMeters meters) {
    this.name = name;
    this.channel = channel;
    this.outbox = outbox;
    this.clock = clock;
    this.meters = meters;
    longestAttempt = Backoff.orTestOverride(channel.longestAttempt());
    this.receiverHealth = new ReceiverHealth(name, random);
    this.settler = new AttemptSettler(name, channel, outbox, receiverHealth, random, meters);
  }

  /**
   * Sends all due deliveries. If another thread is sending, it makes one attempt if all attempts in
   * flight are slow, and none otherwise. Returns the number of attempts.
   */
  int run() {
    if (!runPermit.tryAcquire()) {
      return overtake();
    }
    try {
      settler.retryUnsettled();
      retryAfterNewConfig();
      return sendDue();
    } finally {
      try {
        releaseClaimed();
      } finally {
        runPermit.release();
      }
    }
  }

  /**
   * Sends all current alerts to a stateful channel; does nothing if the last refresh still runs.
   */
  void refresh(ActiveAlerts activeAlerts) {
    if (!(channel instanceof StatefulChannel stateful) || stopped || !refreshPermit.tryAcquire()) {
      return;
    }
    try {
      var now = clock.instant();
      if (!receiverHealth.rateLimited(now)) {
        int generation = receiverHealth.generation();
        var batch = activeAlerts.activeAlerts(name, now.minus(StatefulChannel.RESOLVED_FOR));
        var outcome = stateful.refresh(batch, now);
        // Without alerts nothing is sent, so nothing was accepted.
        if (!batch.events().isEmpty()) {
          settleRefresh(outcome, generation, now);
        }
      }
    } finally {
      refreshPermit.release();
    }
  }

  /** Like a delivery, a refresh shows whether the receiver accepts something. */
  private void settleRefresh(Outcome outcome, int generation, Instant now) {
    meters.refreshed(name, outcome);
    switch (outcome) {
      case Outcome.Delivered _ -> {
        receiverHealth.succeeded(generation);
        outbox.recordAcceptance(name);
      }
      case Outcome.Rejected rejected -> recordFailedRefresh(rejected, now);
      case TryLater later -> {
        receiverHealth.failed(generation, later, now);
        recordFailedRefresh(later, now);
        rereadAfter(later); // the refresh of the next minute uses it
      }
    }
  }

  private void recordFailedRefresh(Outcome.Failure failure, Instant now) {
    outbox.recordFailure(name, AttemptSettler.failedAttempt(failure), now);
  }

  void endPauseAfterReplay(String channel, Instant replayedAt) {
    if (channel.equals(name)) {
      receiverHealth.endPause(replayedAt);
    }
  }

  /** This is the first run under a config that may have fixed what the receiver refused. */
  private void retryAfterNewConfig() {
    if (!started) {
      outbox.retryNow(name, CONFIGURATION, clock.instant());
      started = true;
    }
  }

  /** After a pause or a stop, deliveries may be left that were claimed but not sent. */
  private void releaseClaimed() {
    for (var left = claimed.poll(); left != null; left = claimed.poll()) {
      settler.release(left);
    }
  }

  private int overtake() {
    var attempt = maySend() ? running.overtake(clock.instant()) : Optional.empty();
    return attempt.isEmpty() ? 0 : attemptNext(attempt.get(), 1);
  }

  private int sendDue() {
    int attempts = 0;
    for (int more = 1; more > 0 && maySend(); attempts += more) {
      more = attemptNext(1);
      if (more > 0 && receiverHealth.healthy()) {
        more += Parallel.runAndSum(Collections.nCopies(IN_FLIGHT, this::sendWhileHealthy));
      }
    }
    return attempts;
  }

  private boolean maySend() {
    return !stopped && settler.allSettled() && !receiverHealth.paused(clock.instant());
  }

  private int sendWhileHealthy() {
    int attempts = 0;
    while (receiverHealth.healthy() && maySend() && attemptNext(IN_FLIGHT) > 0) {
      attempts++;
    }
    return attempts;
  }

  private int attemptNext(int most) {
    return attemptNext(running.start(clock.instant()), most);
  }

  private int attemptNext(Object attempt, int most) {
    try {
      return claimAndSend(most);
    } finally {
      running.end(attempt);
    }
  }

  private int claimAndSend(int most) {
    int generation = receiverHealth.generation();
    var next = next(most);
    if (next.isEmpty()) {
      return 0;
    }
    var delivery = next.get();
    var outcome = attempt(delivery);
    CrashPoint.reached("send.after");
    settler.settle(delivery, outcome, generation, clock.instant());
    return 1;
  }

  /**
   * The next delivery to send. Several are claimed in one transaction, but not more than are sent
   * at once: what is claimed goes before everything that becomes due.
   */
  private synchronized Optional<Delivery> next(int most) {
    if (claimed.isEmpty() && !stopped) {
      claimed.addAll(outbox.claim(name, most, clock.instant(), longestAttempt));
    }
    return Optional.ofNullable(claimed.poll());
  }

  /** A secret that was rotated in its file is read again, and the message sent with it at once. */
  private Outcome attempt(Delivery delivery) {
    var outcome = attemptOnce(delivery);
    return rereadAfter(outcome) ? attemptOnce(delivery) : outcome;
  }

  private boolean rereadAfter(Outcome outcome) {
    boolean changed =
        outcome instanceof TryLater later && later.refusesSecret() && channel.rereadSecrets();
    if (changed) {
      log.atInfo()
          .addKeyValue("channel", name)
          .log("secret refused; its file has changed and was read again");
    }
    return changed;
  }

  private Outcome attemptOnce(Delivery delivery) {
    meters.attempted(name);
    try {
      return channel.send(delivery, clock.instant());
    } catch (RuntimeException e) {
      // A bug in this program with one message must not stop the channel; the message stays in the
      // outbox. Logged without the text of the exception, which may quote a URL.
      log.atError()
          .addKeyValue("channel", name)
          .addKeyValue("error", e.getClass().getName())
          .addKeyValue("at", e.getStackTrace().length == 0 ? "" : e.getStackTrace()[0])
          .log("delivery attempt failed with an exception");
      return new TryLater(Reason.NETWORK, Duration.ZERO, e.getClass().getSimpleName());
    }
  }

  /** When this returns, nothing more is claimed. */
  synchronized void stop() {
    stopped = true;
  }

  /**
   * True if no attempt is in flight and all outcomes are stored. Tries again to store those that
   * are not.
   */
  boolean isFinished() {
    if (!stopped || refreshPermit.availablePermits() == 0 || !runPermit.tryAcquire()) {
      return false;
    }
    try {
      settler.retryUnsettled();
      return settler.allSettled() && running.none();
    } catch (StoreException e) {
      return false; // other callers report this fault
    } finally {
      runPermit.release();
    }
  }

  /** Waits for the attempts in flight, at most this long. */
  void awaitIdle(Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    if (runPermit.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      runPermit.release();
    }
    running.awaitNone(Duration.ofNanos(end - System.nanoTime()));
  }

  void abort() {
    channel.close();
  }
}
