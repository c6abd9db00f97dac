package io.certvigil.notify;

import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.Outcome.Reason;
import io.certvigil.notify.Outcome.Rejected;
import io.certvigil.notify.Outcome.TryLater;
import io.certvigil.store.Outbox.Delivery;
import io.certvigil.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows from an attempt: closed, or when it goes again. */
final class Settling {
  private static final Logger log = LoggerFactory.getLogger(Settling.class);
  private static final Duration BEHIND = Duration.ofSeconds(1);

  private final String name;
  private final Channel channel;
  private final Deliveries deliveries;
  private final Pulse pulse;
  private final DoubleSupplier random;
  private final NotifyMeters meters;
  private final Queue<Runnable> unsettled = new ConcurrentLinkedQueue<>();
  private final Map<Long, Integer> rejections = new ConcurrentHashMap<>();

  Settling(
      String name,
      Channel channel,
      Deliveries deliveries,
      Pulse pulse,
      DoubleSupplier random,
      NotifyMeters meters) {
    this.name = name;
    this.channel = channel;
    this.deliveries = deliveries;
    this.pulse = pulse;
    this.random = random;
    this.meters = meters;
  }

  /** Whether the database has taken everything. */
  boolean done() {
    return unsettled.isEmpty();
  }

  /** What the database would not take goes first: until then nothing further is claimed. */
  void again() {
    for (var write = unsettled.peek(); write != null; write = unsettled.peek()) {
      write.run();
      unsettled.remove(write);
    }
  }

  void settle(Delivery delivery, Outcome outcome, int beat, Instant now) {
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
    if (answer.reason() == Reason.RECIPIENT) {
      unreached(delivery, answer, beat, now);
      return;
    }
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

  /** One mailbox, not the channel: the others get theirs meanwhile. */
  private void unreached(Delivery delivery, TryLater answer, int beat, Instant now) {
    pulse.succeeded(beat);
    if (aged(delivery, now)) {
      giveUp(delivery, now);
      return;
    }
    if (delivery.attempt() == 1) {
      log.atWarn()
          .addKeyValue("channel", name)
          .addKeyValue("message", delivery.messageId())
          .addKeyValue("answer", answer.answer())
          .log("mailbox takes no mail");
    }
    var at = now.plus(Pulse.longer(ownDelay(delivery), answer.atLeast()));
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
      tell(delivery, times);
      shorten(delivery, now);
    }
  }

  private void tell(Delivery delivery, int times) {
    if (times == Backoff.REJECTIONS) {
      log.atWarn()
          .addKeyValue("channel", name)
          .addKeyValue("message", delivery.messageId())
          .log("message refused");
    }
  }

  private void shorten(Delivery delivery, Instant now) {
    var shorter = channel.plainer(delivery);
    if (shorter.isEmpty()) {
      // Nothing shorter is left to say; a delivery is closed unacknowledged only for its age.
      var at = now.plus(Backoff.configuration(random.getAsDouble()));
      write(() -> deliveries.later(delivery, at, Reason.REJECTED.word(), now));
      return;
    }
    write(() -> deliveries.replaced(delivery, shorter.get(), now));
  }

  private static boolean aged(Delivery delivery, Instant now) {
    return delivery.age(now).compareTo(Backoff.MAX_AGE) >= 0;
  }

  /** What is as old is given up with it; a probe for each would take days. */
  private void giveUpAged(Instant pausedUntil, Reason reason, Instant now) {
    while (unsettled.isEmpty()) {
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
}
