package io.certvigil.notify.deliver;

import io.certvigil.notify.ActiveAlerts;
import io.certvigil.notify.Channel;
import io.certvigil.notify.Channels;
import io.certvigil.notify.StatefulChannel;
import io.certvigil.notify.alertmanager.Parallel;
import io.certvigil.store.Outbox;
import io.certvigil.store.view.Backlog;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Delivers notifications: claims deliveries, sends them and stores the outcomes. A delivery is
 * closed only when its receiver has acknowledged it or when it has reached the maximum age; until
 * then it is retried with the same id and the same bytes.
 */
public final class Courier implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ABORT_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

  private final Outbox outbox;
  private final InstantSource clock;
  private final NotifyMeters meters;
  private final DoubleSupplier random;
  private final List<ChannelWorker> workers = new CopyOnWriteArrayList<>();
  private final List<ChannelWorker> leaving = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable RuntimeException> fault = new AtomicReference<>();
  private volatile Set<String> failing = Set.of();

  /**
   * @param channels closed by {@link #close}
   */
  public Courier(Channels channels, Outbox outbox, InstantSource clock, MeterRegistry meters) {
    this(channels, outbox, clock, meters, () -> ThreadLocalRandom.current().nextDouble());
  }

  /**
   * @param random from 0 (inclusive) to 1 (exclusive), for the jitter of delays
   */
  public Courier(
      Channels channels,
      Outbox outbox,
      InstantSource clock,
      MeterRegistry registry,
      DoubleSupplier random) {
    this.outbox = outbox;
    this.clock = clock;
    this.random = random;
    this.meters = new NotifyMeters(registry, Set.copyOf(channels.names()), stateful(channels));
    channels
        .all()
        .forEach(
            (name, channel) ->
                workers.add(new ChannelWorker(name, channel, outbox, clock, random, meters)));
  }

  private static Set<String> stateful(Channels channels) {
    return channels.names().stream()
        .filter(name -> channels.named(name) instanceof StatefulChannel)
        .collect(Collectors.toSet());
  }

  /**
   * Sends also to a receiver that a reload has left. It has no metrics and is not refreshed.
   *
   * @param name of its row
   * @param channel closed by {@link #close}
   */
  public void addLeaving(String name, Channel channel) {
    var worker = new ChannelWorker(name, channel, outbox, clock, random, NotifyMeters.none());
    leaving.add(worker);
    workers.add(worker);
  }

  /**
   * Sends all due deliveries, all channels in parallel. May be called while another call runs: a
   * busy channel is skipped, so that a channel that hangs does not delay the others.
   *
   * @return how many attempts were made
   * @throws io.certvigil.store.failure.StoreException if the database cannot be written; a later
   *     call stores the missing outcomes before it claims anything else
   */
  public int deliver() {
    var runs = new ArrayList<Callable<Integer>>();
    workers.forEach(worker -> runs.add(worker::run));
    endPausesAfterReplay(outbox.backlog());
    int attempts = Parallel.runAndSum(runs);
    update(outbox.backlog());
    return attempts;
  }

  /**
   * Like {@link #deliver}, but does not wait: for a caller that has other work to do while a
   * receiver hangs.
   *
   * @throws io.certvigil.store.failure.StoreException if the database could not be written, now or
   *     since the last call
   */
  public void dispatch() {
    var backlog = outbox.backlog();
    endPausesAfterReplay(backlog);
    workers.forEach(worker -> Thread.startVirtualThread(() -> runRecordingFault(worker::run)));
    var before = fault.getAndSet(null);
    if (before != null) {
      throw before;
    }
    update(backlog);
  }

  /** The channels that count as failing, as of the last {@link #deliver} or {@link #dispatch}. */
  public Set<String> failingChannels() {
    return failing;
  }

  private void update(List<Backlog> backlog) {
    var now = clock.instant();
    meters.update(backlog, now);
    failing =
        backlog.stream()
            .filter(channel -> channel.failing(now))
            .map(Backlog::channel)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** An operator who replays a delivery has fixed something, so the next attempt is made now. */
  private void endPausesAfterReplay(List<Backlog> backlog) {
    for (var channel : backlog) {
      var at = channel.replayedAt();
      if (at != null) {
        workers.forEach(worker -> worker.endPauseAfterReplay(channel.channel(), at));
      }
    }
  }

  /**
   * Sends all current alerts to the stateful channels; call it each minute. Returns at once; a
   * channel is skipped while its last refresh runs. If the database cannot be read, the next {@link
   * #dispatch} throws.
   */
  public void refresh(ActiveAlerts activeAlerts) {
    workers.stream()
        .filter(worker -> !leaving.contains(worker))
        .forEach(
            worker ->
                Thread.startVirtualThread(
                    () -> runRecordingFault(() -> worker.refresh(activeAlerts))));
  }

  private void runRecordingFault(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      fault.set(e);
    }
  }

  /** Stops claiming deliveries. */
  public void stop() {
    workers.forEach(ChannelWorker::stop);
  }

  /**
   * Retires a courier that another one replaces: claims nothing more and aborts nothing. Attempts
   * in flight are completed and their outcomes stored, so that a message that arrives is not sent
   * again; then this courier is closed. Returns at once.
   */
  public void retire() {
    stop();
    Thread.ofVirtual().name("courier-retired").start(this::finishAndClose);
  }

  private void finishAndClose() {
    try {
      while (!isFinished()) {
        Thread.sleep(POLL_INTERVAL);
      }
      close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** True if the courier is stopped, no attempt is in flight and all outcomes are stored. */
  public boolean isFinished() {
    return workers.stream().allMatch(ChannelWorker::isFinished);
  }

  /**
   * Stops claiming deliveries, waits a few seconds for the attempts in flight, then aborts them.
   */
  @Override
  public void close() {
    stop();
    try {
      awaitWorkers(CLOSE_TIMEOUT);
      workers.forEach(ChannelWorker::abort);
      awaitWorkers(ABORT_TIMEOUT);
    } catch (InterruptedException e) {
      workers.forEach(ChannelWorker::abort);
      Thread.currentThread().interrupt();
    }
    meters.close();
  }

  private void awaitWorkers(Duration timeout) throws InterruptedException {
    long start = System.nanoTime();
    for (var worker : workers) {
      var left = timeout.minusNanos(System.nanoTime() - start);
      worker.awaitIdle(left.isNegative() ? Duration.ZERO : left);
    }
  }
}
