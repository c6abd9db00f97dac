package io.certvigil.notify.heartbeat;

import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.Outcome.Reason;
import io.certvigil.notify.Outcome.Rejected;
import io.certvigil.notify.Outcome.TryLater;
import io.certvigil.notify.http.HttpOutcomes;
import io.certvigil.notify.http.HttpReply;
import io.certvigil.notify.http.HttpSender;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says to a URL that the daemon does its work, at an interval, and says nothing while it does not:
 * whoever listens there raises the alarm that we cannot raise ourselves.
 */
public final class Heartbeat implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);
  private static final Duration RETRY = Duration.ofSeconds(30);

  private final Duration every;
  private final Supplier<Optional<String>> unhealthyReason;
  private final HttpSender sender;
  private final HeartbeatMeters meters;
  private final Semaphore idle = new Semaphore(1);
  private volatile @Nullable Instant lastSent;
  private volatile Duration pause = Duration.ZERO;
  private boolean suspended;
  private boolean failing;

  /**
   * @param version of the program, for {@code User-Agent}
   * @param unwell why there should be no heartbeat now, in one line without secrets; empty while
   *     all is well. Asked from the thread that calls {@link #sendIfDue}
   * @throws IllegalArgumentException where the URL is none; does not quote it
   */
  public Heartbeat(
      NotifySettings.Heartbeat settings,
      String version,
      Supplier<Optional<String>> unwell,
      MeterRegistry meters) {
    this(settings, version, unwell, meters, HttpSender.ATTEMPT_TIMEOUT);
  }

  Heartbeat(
      NotifySettings.Heartbeat settings,
      String version,
      Supplier<Optional<String>> unwell,
      MeterRegistry meters,
      Duration wholeAttempt) {
    every = settings.every();
    this.unhealthyReason = unwell;
    sender = new HttpSender("heartbeat.url", settings.url(), version, wholeAttempt);
    this.meters = new HeartbeatMeters(meters);
  }

  /**
   * Sends where one is due and all is well. Comes back at once; call it every few seconds. A
   * request that failed is made again half a minute later.
   */
  public void sendIfDue(Instant now) {
    if (!due(now) || !idle.tryAcquire()) {
      return;
    }
    boolean sent = false;
    try {
      sent = start(now);
    } finally {
      if (!sent) {
        idle.release(); // whatever was thrown: else it would be the last one
      }
    }
  }

  private boolean start(Instant now) {
    var why = unhealthyReason.get();
    updateSuspended(why);
    if (why.isPresent()) {
      return false;
    }
    lastSent = now;
    Thread.startVirtualThread(() -> send(now));
    return true;
  }

  /** A last one ahead of now was sent by a clock that has been set back since. */
  private boolean due(Instant now) {
    var before = lastSent;
    return before == null || before.isAfter(now) || !before.plus(pause).isAfter(now);
  }

  private void updateSuspended(Optional<String> why) {
    if (why.isPresent() && !suspended) {
      log.atWarn().addKeyValue("reason", why.get()).log("heartbeat stops");
    } else if (why.isEmpty() && suspended) {
      log.atInfo().log("heartbeat goes on");
    }
    suspended = why.isPresent();
  }

  private void send(Instant now) {
    try {
      settle(sender.get(now, Heartbeat::outcomeOf));
    } finally {
      idle.release();
    }
  }

  private static Outcome outcomeOf(HttpReply answer) {
    boolean taken = answer.status() >= 200 && answer.status() < 300;
    return taken ? new Delivered(answer.summary()) : HttpOutcomes.retryLater(answer);
  }

  private void settle(Outcome outcome) {
    meters.sent();
    switch (outcome) {
      case Delivered _ -> delivered();
      case TryLater(var reason, _, _) -> failed(reason);
      case Rejected(var reason, _) -> failed(reason);
    }
  }

  private void delivered() {
    pause = every;
    if (failing) {
      log.atInfo().log("heartbeat arrives again");
    }
    failing = false;
  }

  private void failed(Reason reason) {
    pause = every.compareTo(RETRY) < 0 ? every : RETRY;
    meters.failed(reason);
    if (!failing) {
      log.atWarn().addKeyValue("reason", reason).log("heartbeat does not arrive");
    }
    failing = true;
  }

  /** Whether no request is on its way. */
  boolean idle() {
    return idle.availablePermits() > 0;
  }

  /** Cuts what is being sent. */
  @Override
  public void close() {
    sender.close();
  }
}
