package io.certvigil.notify;

import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.Outcome.Reason;
import io.certvigil.notify.Outcome.Rejected;
import io.certvigil.notify.Outcome.TryLater;
import io.certvigil.store.Outbox.Delivery;
import io.certvigil.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The line of one channel: claims, sends and settles, and pauses while its receiver is unwell. */
final class Lane {
  private static final Logger log = LoggerFactory.getLogger(Lane.class);
  private static final int IN_FLIGHT = 4;
  private static final Duration BEHIND = Duration.ofSeconds(1);

  private final String name;
  private final Channel channel;
  private final Deliveries deliveries;
  private final InstantSource clock;
  private final DoubleSupplier random;
  private final NotifyMeters meters;
  private final Runnable afterSend;
  private final Pulse pulse;
  private final Semaphore idle = new Semaphore(1);
  private final Queue<Runnable> unsettled = new ConcurrentLinkedQueue<>();
  private final Map<Long, Integer> rejections = new ConcurrentHashMap<>();
  private volatile boolean stopped;

  Lane(
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
    this.random = random;
    this.meters = meters;
    this.afterSend = afterSend;
    this.pulse = new Pulse(name, random);
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
      settleAgain();
      return drain();
    } finally {
      idle.release();
    }
  }

  /** What the database would not take goes first: until then nothing further is claimed. */
  private void settleAgain() {
    for (var write = unsettled.peek(); write != null; write = unsettled.peek()) {
      write.run();
      unsettled.remove(write);
    }
  }

  private int drain() {
    int attempts = 0;
    for (int more = 1; more > 0 && open(); attempts += more) {
      more = step();
      if (more > 0 && pulse.proven()) {
        more += Together.sum(workers());
      }
    }
    return attempts;
  }

  private boolean open() {
    return !stopped && unsettled.isEmpty() && !pulse.paused(clock.instant());
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
    settle(delivery, outcome, beat, clock.instant());
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
      return new TryLater(Reason.NETWORK, Duration.ZERO);
    }
  }

  private void settle(Delivery delivery, Outcome outcome, int beat, Instant now) {
    log.atDebug()
        .addKeyValue("channel", name)
        .addKeyValue("message", delivery.messageId())
        .addKeyValue("attempt", delivery.attempt())
        .addKeyValue("outcome", outcome)
        .log("attempt");
    switch (outcome) {
      case Delivered delivered -> arrived(delivery, beat, now);
      case TryLater later -> later(delivery, later, beat, now);
      case Rejected rejected -> rejected(delivery, rejected, beat, now);
    }
  }

  private void arrived(Delivery delivery, int beat, Instant now) {
    pulse.succeeded(beat);
    rejections.remove(delivery.id());
    write(() -> deliveries.delivered(delivery, now));
  }

  private void later(Delivery delivery, TryLater answer, int beat, Instant now) {
    meters.failed(name, answer.reason());
    var pausedUntil = pulse.failed(beat, answer, now);
    // One lost answer is no reason to give up; a pause says that the receiver is down.
    if (aged(delivery, now) && pausedUntil.isAfter(now)) {
      giveUp(delivery, now);
      giveUpAged(pausedUntil, answer.reason(), now);
      return;
    }
    var at = next(delivery, answer, pausedUntil, now);
    write(() -> deliveries.later(delivery, at, answer.reason().word(), now));
  }

  private Instant next(Delivery delivery, TryLater answer, Instant pausedUntil, Instant now) {
    var own = now.plus(Pulse.longer(ownDelay(delivery), answer.atLeast()));
    if (answer.reason().configuration() || own.isAfter(pausedUntil.plus(BEHIND))) {
      // A fault of the config holds the channel, not the message: a corrected config sends at once.
      return own;
    }
    // The next probe is another message where there is one: this one alone may be what breaks it.
    return pausedUntil.isAfter(now) ? pausedUntil.plus(BEHIND) : pausedUntil;
  }

  private Duration ownDelay(Delivery delivery) {
    return Backoff.outage(Math.max(1, delivery.attempt()), random.getAsDouble());
  }

  private void rejected(Delivery delivery, Rejected answer, int beat, Instant now) {
    meters.failed(name, answer.reason());
    pulse.succeeded(beat);
    int times = rejections.merge(delivery.id(), 1, Integer::sum);
    if (aged(delivery, now)) {
      giveUp(delivery, now);
    } else if (times < Backoff.REJECTIONS) {
      var at = now.plus(Backoff.rejected(random.getAsDouble()));
      write(() -> deliveries.later(delivery, at, answer.reason().word(), now));
    } else {
      shorten(delivery, now);
    }
  }

  private void shorten(Delivery delivery, Instant now) {
    var replacement = ShortBody.of(delivery);
    if (replacement.isEmpty()) {
      // Nothing shorter is left to say; a delivery is closed unacknowledged only for its age.
      var at = now.plus(Backoff.configuration(random.getAsDouble()));
      write(() -> deliveries.later(delivery, at, Reason.REJECTED.word(), now));
      return;
    }
    rejections.remove(delivery.id());
    log.atWarn()
        .addKeyValue("channel", name)
        .addKeyValue("message", delivery.messageId())
        .log("message refused, a short one goes instead");
    write(() -> deliveries.replaced(delivery, replacement.get(), now));
  }

  private static boolean aged(Delivery delivery, Instant now) {
    return delivery.age(now).compareTo(Backoff.MAX_AGE) >= 0;
  }

  /** What is as old is given up with it; a probe for each would take days. */
  private void giveUpAged(Instant pausedUntil, Reason reason, Instant now) {
    while (!stopped && unsettled.isEmpty()) {
      var next = deliveries.claim(name, now);
      if (next.isEmpty()) {
        return;
      }
      if (!aged(next.get(), now)) {
        write(() -> deliveries.later(next.get(), pausedUntil, reason.word(), now));
        return;
      }
      giveUp(next.get(), now);
    }
  }

  private void giveUp(Delivery delivery, Instant now) {
    rejections.remove(delivery.id());
    meters.failed(name, Reason.MAX_AGE);
    log.atError()
        .addKeyValue("channel", name)
        .addKeyValue("message", delivery.messageId())
        .log("delivery given up at its greatest age");
    write(() -> deliveries.expired(delivery, Reason.MAX_AGE.word(), now));
  }

  private void write(Runnable settlement) {
    try {
      settlement.run();
    } catch (StoreException e) {
      unsettled.add(settlement);
      throw e;
    }
  }

  void stop() {
    stopped = true;
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
