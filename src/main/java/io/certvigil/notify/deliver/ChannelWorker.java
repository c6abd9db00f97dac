package io.certvigil.notify.deliver;

import io.certvigil.notify.ActiveAlerts;
import io.certvigil.notify.Channel;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.Outcome.Reason;
import io.certvigil.notify.Outcome.TryLater;
import io.certvigil.notify.StatefulChannel;
import io.certvigil.notify.alertmanager.Parallel;
import io.certvigil.store.Outbox.Delivery;
import io.certvigil.store.failure.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers for one channel: claims and sends deliveries, and pauses while the receiver fails. */
final class ChannelWorker {
  private static final Logger log = LoggerFactory.getLogger(ChannelWorker.class);
  private static final int IN_FLIGHT = 4;

  private final String name;
  private final Channel channel;
  private final DeliveryQueue deliveries;
  private final InstantSource clock;
  private final NotifyMeters meters;
  private final Runnable afterSend;
  private final ReceiverHealth receiverHealth;
  private final AttemptSettler settler;
  private final Semaphore runPermit = new Semaphore(1);
  private final Semaphore refreshPermit = new Semaphore(1);
  private volatile boolean stopped;

  ChannelWorker(
      String name,
      Channel channel,
      DeliveryQueue deliveries,
      InstantSource clock,
      DoubleSupplier random,
      NotifyMeters meters,
      Runnable afterSend) {
    this.name = name;
    this.channel = channel;
    this.deliveries = deliveries;
    this.clock = clock;
    this.meters = meters;
    this.afterSend = afterSend;
    this.receiverHealth = new ReceiverHealth(name, random);
    this.settler = new AttemptSettler(name, channel, deliveries, receiverHealth, random, meters);
  }

  ChannelState state() {
    return receiverHealth.state();
  }

  /**
   * Sends all due deliveries; does nothing if another thread is sending. Returns the number of
   * attempts.
   */
  int run() {
    if (!runPermit.tryAcquire()) {
      return 0;
    }
    try {
      settler.retryUnsettled();
      return sendDue();
    } finally {
      runPermit.release();
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
        settleRefresh(stateful.refresh(batch, now), generation, now);
      }
    } finally {
      refreshPermit.release();
    }
  }

  /** Like a delivery, a refresh updates the receiver's health, but its outcome is not stored. */
  private void settleRefresh(Outcome outcome, int generation, Instant now) {
    meters.refreshed(name, outcome);
    switch (outcome) {
      case Outcome.Delivered _ -> receiverHealth.succeeded(generation);
      case Outcome.Rejected _ -> receiverHealth.succeeded(generation);
      case TryLater later -> receiverHealth.failed(generation, later, now);
    }
  }

  private int sendDue() {
    int attempts = 0;
    for (int more = 1; more > 0 && maySend(); attempts += more) {
      more = attemptNext();
      if (more > 0 && receiverHealth.healthy()) {
        more += Parallel.runAndSum(parallelSends());
      }
    }
    return attempts;
  }

  private boolean maySend() {
    return !stopped && settler.allSettled() && !receiverHealth.paused(clock.instant());
  }

  private List<Callable<Integer>> parallelSends() {
    var workers = new ArrayList<Callable<Integer>>();
    for (int worker = 0; worker < IN_FLIGHT; worker++) {
      workers.add(this::sendWhileHealthy);
    }
    return workers;
  }

  private int sendWhileHealthy() {
    int attempts = 0;
    while (receiverHealth.healthy() && maySend() && attemptNext() > 0) {
      attempts++;
    }
    return attempts;
  }

  private int attemptNext() {
    int generation = receiverHealth.generation();
    var claimed = deliveries.claim(name, clock.instant());
    if (claimed.isEmpty()) {
      return 0;
    }
    var delivery = claimed.get();
    var outcome = attempt(delivery);
    afterSend.run();
    settler.settle(delivery, outcome, generation, clock.instant());
    return 1;
  }

  private Outcome attempt(Delivery delivery) {
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

  void stop() {
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
      return settler.allSettled();
    } catch (StoreException e) {
      return false; // other callers report this fault
    } finally {
      runPermit.release();
    }
  }

  /** Waits for the attempts in flight. Returns true if they are complete. */
  boolean awaitIdle(Duration timeout) throws InterruptedException {
    if (!runPermit.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      return false;
    }
    runPermit.release();
    return true;
  }

  void abort() {
    channel.close();
  }
}
