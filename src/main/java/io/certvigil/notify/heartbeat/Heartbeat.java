package io.certvigil.notify.heartbeat;

import io.certvigil.net.Connector;
import io.certvigil.net.NameResolver;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.Outcome.Failure;
import io.certvigil.notify.Outcome.Reason;
import io.certvigil.notify.Outcome.TryLater;
import io.certvigil.notify.http.HttpOutcomes;
import io.certvigil.notify.http.HttpReply;
import io.certvigil.notify.http.HttpSender;
import io.certvigil.redaction.Scrubber;
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
 * Sends a request to a URL at an interval while the daemon works, and none while it does not. The
 * receiver (a dead man's switch) raises an alarm if requests are missing, because a daemon that
 * does not run cannot raise one.
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
   * @param unhealthyReason why no heartbeat should be sent now, in one line without secrets; empty
   *     if the daemon is healthy. Called on the thread that calls {@link #sendIfDue}
   * @param names of all connections of the daemon
   * @throws IllegalArgumentException if the URL is malformed; the message does not contain it
   */
  public Heartbeat(
      NotifySettings.Heartbeat settings,
      String version,
      Supplier<Optional<String>> unhealthyReason,
      MeterRegistry meters,
      Scrubber scrubber,
      NameResolver names) {
    this(settings, version, unhealthyReason, meters, settings.timeout(), scrubber, names);
  }

  Heartbeat(
      NotifySettings.Heartbeat settings,
      String version,
      Supplier<Optional<String>> unhealthyReason,
      MeterRegistry meters,
      Duration wholeAttempt,
      Scrubber scrubber,
      NameResolver names) {
    every = settings.every();
    this.unhealthyReason = unhealthyReason;
    var connector = new Connector(settings.outbound(), names);
    sender =
        new HttpSender("heartbeat.url", settings.url(), version, wholeAttempt, scrubber, connector);
    this.meters = new HeartbeatMeters(meters);
  }

  /**
   * Sends a heartbeat if one is due and the daemon is healthy. Returns at once; call it every few
   * seconds. A failed request is repeated after 30 seconds, or after the interval if that is
   * shorter.
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
        idle.release(); // even after an exception: otherwise no further heartbeat would be sent
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

  /** If the last heartbeat is in the future, the clock was set back, and a heartbeat is due. */
  private boolean due(Instant now) {
    var before = lastSent;
    return before == null || before.isAfter(now) || !before.plus(pause).isAfter(now);
  }

  private void updateSuspended(Optional<String> why) {
    if (why.isPresent() && !suspended) {
      log.atWarn().addKeyValue("reason", why.get()).log("heartbeat suspended");
    } else if (why.isEmpty() && suspended) {
      log.atInfo().log("heartbeat resumed");
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
      case Failure failure -> {
        if (failure instanceof TryLater later && later.refusesSecret() && sender.rereadUrl()) {
          log.atInfo().log("URL of the heartbeat refused; its file has changed and was read again");
        }
        failed(failure.reason());
      }
    }
  }

  private void delivered() {
    pause = every;
    if (failing) {
      log.atInfo().log("heartbeat delivered again");
    }
    failing = false;
  }

  private void failed(Reason reason) {
    pause = every.compareTo(RETRY) < 0 ? every : RETRY;
    meters.failed(reason);
    if (!failing) {
      log.atWarn().addKeyValue("reason", reason).log("heartbeat not delivered");
    }
    failing = true;
  }

  /** True if no request is in flight. */
  boolean idle() {
    return idle.availablePermits() > 0;
  }

  /** Aborts the request in flight. */
  @Override
  public void close() {
    sender.close();
  }
}
