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

/** The line of one channel: claims and sends, and pauses while its receiver is unwell. */
final class ChannelWorker {
  private static final Logger log = LoggerFactory.getLogger(ChannelWorker.class);
  private static final int IN_FLIGHT = 4;

  private final String name;
  private final Channel channel;
  private final Deliveries deliveries;
  private final InstantSource clock;
  private final NotifyMeters meters;
  private final Runnable afterSend;
  private final ReceiverHealth pulse;
  private final AttemptSettler settling;
  private final Semaphore idle = new Semaphore(1);
  private final Semaphore unmirrored = new Semaphore(1);
  private volatile boolean stopped;

  ChannelWorker(
      String name,
      Channel channel,
      Deliveries deliveries,
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
    this.pulse = new ReceiverHealth(name, random);
    this.settling = new AttemptSettler(name, channel, deliveries, pulse, random, meters);
  }

  ChannelState state() {
    return pulse.state(channel.type());
  }

  /** Sends all that is due; nothing where another thread is at it. Returns the attempts made. */
  int run() {
    if (!idle.tryAcquire()) {
      return 0;
    }
    try {
      settling.again();
      return drain();
    } finally {
      idle.release();
    }
  }

  /** Tells a mirror all that stands; nothing where the last refresh still runs. */
  void refresh(ActiveAlerts standing) {
    if (!(channel instanceof StatefulChannel mirror) || stopped || !unmirrored.tryAcquire()) {
      return;
    }
    try {
      var now = clock.instant();
      if (!pulse.throttled(now)) {
        int beat = pulse.beat();
        var notice = standing.standing(name, now.minus(StatefulChannel.RESOLVED_FOR));
        settle(mirror.refresh(notice, now), beat, now);
      }
    } finally {
      unmirrored.release();
    }
  }

  /**
   * A refresh tells how the receiver does as well as any delivery; only nothing is stored of it.
   */
  private void settle(Outcome outcome, int beat, Instant now) {
    meters.refreshed(name, outcome);
    switch (outcome) {
      case Outcome.Delivered _ -> pulse.succeeded(beat);
      case Outcome.Rejected _ -> pulse.succeeded(beat);
      case TryLater later -> pulse.failed(beat, later, now);
    }
  }

  private int drain() {
    int attempts = 0;
    for (int more = 1; more > 0 && open(); attempts += more) {
      more = step();
      if (more > 0 && pulse.proven()) {
        more += Parallel.sum(workers());
      }
    }
    return attempts;
  }

  private boolean open() {
    return !stopped && settling.done() && !pulse.paused(clock.instant());
  }

  private List<Callable<Integer>> workers() {
    var workers = new ArrayList<Callable<Integer>>();
    for (int worker = 0; worker < IN_FLIGHT; worker++) {
      workers.add(this::work);
    }
    return workers;
  }

  private int work() {
    int attempts = 0;
    while (pulse.proven() && open() && step() > 0) {
      attempts++;
    }
    return attempts;
  }

  private int step() {
    int beat = pulse.beat();
    var claimed = deliveries.claim(name, clock.instant());
    if (claimed.isEmpty()) {
      return 0;
    }
    var delivery = claimed.get();
    var outcome = attempt(delivery);
    afterSend.run();
    settling.settle(delivery, outcome, beat, clock.instant());
    return 1;
  }

  private Outcome attempt(Delivery delivery) {
    meters.attempted(name);
    try {
      return channel.send(delivery, clock.instant());
    } catch (RuntimeException e) {
      // A fault of ours with one message must not stop the line; the outbox keeps the message. Not
      // the exception's own words: they may quote a URL.
      log.atError()
          .addKeyValue("channel", name)
          .addKeyValue("error", e.getClass().getName())
          .addKeyValue("at", e.getStackTrace().length == 0 ? "" : e.getStackTrace()[0])
          .log("attempt broke");
      return new TryLater(Reason.NETWORK, Duration.ZERO, e.getClass().getSimpleName());
    }
  }

  void stop() {
    stopped = true;
  }

  /** Whether nothing is in flight and the database has taken what was; asks it once more. */
  boolean gone() {
    if (!stopped || unmirrored.availablePermits() == 0 || !idle.tryAcquire()) {
      return false;
    }
    try {
      settling.again();
      return settling.done();
    } catch (StoreException e) {
      return false; // it says so to others, too
    } finally {
      idle.release();
    }
  }

  /** Waits for the attempts in flight; whether they have ended. */
  boolean endsWithin(Duration patience) throws InterruptedException {
    if (!idle.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      return false;
    }
    idle.release();
    return true;
  }

  void cut() {
    channel.close();
  }
}
