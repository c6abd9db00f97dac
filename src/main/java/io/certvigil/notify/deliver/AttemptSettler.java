package io.certvigil.notify.deliver;

import io.certvigil.notify.Channel;
import io.certvigil.notify.FallbackMessage;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.Outcome.Reason;
import io.certvigil.notify.Outcome.Rejected;
import io.certvigil.notify.Outcome.TryLater;
import io.certvigil.store.FailedAttempt;
import io.certvigil.store.Outbox;
import io.certvigil.store.Outbox.Delivery;
import io.certvigil.store.failure.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores the outcome of an attempt: closes the delivery or schedules its retry. */
final class AttemptSettler {
  private static final Logger log = LoggerFactory.getLogger(AttemptSettler.class);
  private static final Duration AFTER_PROBE = Duration.ofSeconds(1);
  private static final String MAX_AGE = Reason.MAX_AGE.word();

  private final String name;
  private final Channel channel;
  private final Outbox outbox;
  private final ReceiverHealth receiverHealth;
  private final DoubleSupplier random;
  private final NotifyMeters meters;
  private final Queue<Runnable> unsettled = new ConcurrentLinkedQueue<>();
  private final Map<Long, Integer> rejections = new ConcurrentHashMap<>();

  AttemptSettler(
      String name,
      Channel channel,
      Outbox outbox,
      ReceiverHealth receiverHealth,
      DoubleSupplier random,
      NotifyMeters meters) {
    this.name = name;
    this.channel = channel;
    this.outbox = outbox;
    this.receiverHealth = receiverHealth;
    this.random = random;
    this.meters = meters;
  }

  /** True if all outcomes are stored in the database. */
  boolean allSettled() {
    return unsettled.isEmpty();
  }

  /**
   * Stores the outcomes that could not be stored before. Until this succeeds, no further delivery
   * is claimed.
   */
  void retryUnsettled() {
    for (var write = unsettled.peek(); write != null; write = unsettled.peek()) {
      write.run();
      unsettled.remove(write);
    }
  }

  /** Returns a delivery that was claimed but not sent. */
  void release(Delivery delivery) {
    try {
      write(() -> outbox.release(delivery));
    } catch (StoreException e) {
      // Kept and repeated by retryUnsettled, which reports the fault; the next one must be
      // released.
      log.atDebug().addKeyValue("channel", name).log("releasing a claimed delivery failed");
    }
  }

  void settle(Delivery delivery, Outcome outcome, int generation, Instant now) {
    log.atDebug()
        .addKeyValue("channel", name)
        .addKeyValue("message", delivery.messageId())
        .addKeyValue("attempt", delivery.attempt())
        .addKeyValue("outcome", outcome)
        .log("delivery attempt");
    switch (outcome) {
      case Delivered delivered -> delivered(delivery, delivered, generation, now);
      case TryLater later -> retryLater(delivery, later, generation, now);
      case Rejected rejected -> rejected(delivery, rejected, now);
    }
  }

  private void delivered(Delivery delivery, Delivered answer, int generation, Instant now) {
    receiverHealth.succeeded(generation);
    rejections.remove(delivery.id());
    write(() -> outbox.markDelivered(delivery, answer.answer(), now));
  }

  private void retryLater(Delivery delivery, TryLater answer, int generation, Instant now) {
    meters.failed(name, answer.reason());
    if (answer.reason() == Reason.RECIPIENT) {
      mailboxFailed(delivery, answer, now);
      return;
    }
    if (answer.reason() == Reason.AMBIGUOUS) {
      unanswered(delivery, answer, now);
      return;
    }
    var pausedUntil = receiverHealth.failed(generation, answer, now);
    var at = nextAttempt(delivery, answer, pausedUntil, now);
    // A single lost answer is no reason to give up; a pause means that the receiver is down.
    if (isTooOld(delivery, now) && pausedUntil.isAfter(now)) {
      giveUp(delivery, answer, at, now);
    } else {
      scheduleRetry(delivery, answer, at, now);
    }
  }

  /** Only one mailbox fails, not the channel: the deliveries to other mailboxes continue. */
  private void mailboxFailed(Delivery delivery, TryLater answer, Instant now) {
    var at = now.plus(ReceiverHealth.longerOf(ownDelay(delivery), answer.atLeast()));
    if (isTooOld(delivery, now)) {
      giveUp(delivery, answer, at, now);
      return;
    }
    if (delivery.attempt() == 1) {
      log.atWarn()
          .addKeyValue("channel", name)
          .addKeyValue("message", delivery.messageId())
          .addKeyValue("answer", answer.answer())
          .log("mailbox does not accept mail");
    }
    scheduleRetry(delivery, answer, at, now);
  }

  /**
   * The receiver took the whole message but did not answer: the message may have arrived, so it is
   * repeated late, and the channel does not pause, so that newer messages do not wait for it.
   */
  private void unanswered(Delivery delivery, TryLater answer, Instant now) {
    int times = delivery.unanswered() + 1;
    var at = now.plus(Backoff.ambiguous(times, random.getAsDouble()));
    if (isTooOld(delivery, now)) {
      giveUp(delivery, answer, at, now);
      return;
    }
    if (times == 1) {
      log.atWarn()
          .addKeyValue("channel", name)
          .addKeyValue("message", delivery.messageId())
          .addKeyValue("next", at)
          .log("no answer after the whole message was sent; it may have arrived");
    }
    scheduleRetry(delivery, answer, at, now);
  }

  private Instant nextAttempt(
      Delivery delivery, TryLater answer, Instant pausedUntil, Instant now) {
    var own = now.plus(ReceiverHealth.longerOf(ownDelay(delivery), answer.atLeast()));
    if (own.isAfter(pausedUntil.plus(AFTER_PROBE))) {
      return own;
    }
    // The next probe uses another message if there is one: only this message may cause the fault.
    return pausedUntil.isAfter(now) ? pausedUntil.plus(AFTER_PROBE) : pausedUntil;
  }

  private Duration ownDelay(Delivery delivery) {
    return Backoff.outage(Math.max(1, delivery.attempt()), random.getAsDouble());
  }

  private void rejected(Delivery delivery, Rejected answer, Instant now) {
    meters.failed(name, answer.reason());
    if (answer.reason() == Reason.TOO_LARGE) {
      tooLarge(delivery, answer, now);
      return;
    }
    int times = rejections.merge(delivery.id(), 1, Integer::sum);
    var hourly = now.plus(Backoff.hourly(random.getAsDouble()));
    if (isTooOld(delivery, now)) {
      giveUp(delivery, answer, hourly, now);
    } else if (times < Backoff.MAX_REJECTIONS) {
      scheduleRetry(delivery, answer, now.plus(Backoff.rejected(times, random.getAsDouble())), now);
    } else {
      logRejection(delivery, times);
      sendFallback(delivery, answer, hourly, now);
    }
  }

  /** The same message would not get through later either, so the smaller one goes at once. */
  private void tooLarge(Delivery delivery, Rejected answer, Instant now) {
    var at = now.plus(ownDelay(delivery));
    if (isTooOld(delivery, now)) {
      giveUp(delivery, answer, at, now);
      return;
    }
    log.atWarn()
        .addKeyValue("channel", name)
        .addKeyValue("message", delivery.messageId())
        .addKeyValue("answer", answer.answer())
        .log("message too large");
    replaceOrRetry(delivery, composed(delivery, channel::smaller), answer, at, now);
  }

  private void logRejection(Delivery delivery, int times) {
    if (times == Backoff.MAX_REJECTIONS) {
      log.atWarn()
          .addKeyValue("channel", name)
          .addKeyValue("message", delivery.messageId())
          .log("message rejected by the receiver");
    }
  }

  private void sendFallback(Delivery delivery, Rejected answer, Instant hourly, Instant now) {
    replaceOrRetry(delivery, composed(delivery, channel::fallback), answer, hourly, now);
  }

  private void replaceOrRetry(
      Delivery delivery,
      Optional<FallbackMessage> shorter,
      Rejected answer,
      Instant later,
      Instant now) {
    if (shorter.isPresent()) {
      var body = shorter.get().body();
      var id = shorter.get().messageId();
      write(() -> outbox.replace(delivery, id, body, failedAttempt(answer), now));
    } else {
      // There is no simpler message; a delivery is closed unacknowledged only because of its age.
      scheduleRetry(delivery, answer, later, now);
    }
  }

  /**
   * A bug in this program must not leave the delivery unsettled, because later ones wait for it.
   */
  private Optional<FallbackMessage> composed(
      Delivery delivery, Function<Delivery, Optional<FallbackMessage>> form) {
    try {
      return form.apply(delivery);
    } catch (RuntimeException e) {
      // Without the text of the exception, which may quote the message.
      log.atError()
          .addKeyValue("channel", name)
          .addKeyValue("message", delivery.messageId())
          .addKeyValue("error", e.getClass().getName())
          .log("composing the fallback message failed");
      return Optional.empty();
    }
  }

  private void scheduleRetry(Delivery delivery, Outcome.Failure answer, Instant at, Instant now) {
    write(() -> reschedule(delivery, answer, at, now));
  }

  private void reschedule(Delivery delivery, Outcome.Failure answer, Instant at, Instant now) {
    outbox.reschedule(delivery, at, failedAttempt(answer), now);
  }

  static FailedAttempt failedAttempt(Outcome.Failure failure) {
    var fault = failure instanceof TryLater later ? later.fault() : null;
    var reason = failure.reason();
    return new FailedAttempt(
        reason.word(),
        failure.kind(),
        reason.refusal(),
        reason == Reason.RECIPIENT || reason == Reason.REJECTED || reason == Reason.TOO_LARGE,
        fault == null ? null : fault.key(),
        failure.answer());
  }

  private static boolean isTooOld(Delivery delivery, Instant now) {
    return delivery.age(now).compareTo(Backoff.MAX_AGE) >= 0;
  }

  /**
   * Gives up the delivery and all that are as old. If the database does not confirm the age (see
   * {@link Outbox#expire}), the delivery is retried.
   */
  private void giveUp(Delivery delivery, Outcome.Failure answer, Instant at, Instant now) {
    write(
        () -> {
          var createdBefore = now.minus(Backoff.MAX_AGE);
          long closed = outbox.expire(delivery, createdBefore, MAX_AGE, answer.answer(), now);
          if (closed == 0) {
            reschedule(delivery, answer, at, now);
          } else {
            recordGivenUp(delivery, closed);
          }
        });
  }

  private void recordGivenUp(Delivery delivery, long closed) {
    rejections.remove(delivery.id());
    meters.failed(name, Reason.MAX_AGE, closed);
    log.atError()
        .addKeyValue("channel", name)
        .addKeyValue("message", delivery.messageId())
        .addKeyValue("deliveries", closed)
        .log("deliveries given up at the maximum age");
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
