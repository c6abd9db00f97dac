package io.certvigil.notify.deliver;

import io.certvigil.notify.ActiveAlerts;
import io.certvigil.notify.Channels;
import io.certvigil.notify.alertmanager.Parallel;
import io.certvigil.notify.compose.Composer;
import io.certvigil.store.Outbox;
import io.certvigil.store.failure.CrashPoint;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The delivery line: claims, sends, settles. A delivery is closed only when its receiver has
 * acknowledged it, or at its greatest age; until then it goes again, the same id and the same
 * bytes.
 */
public final class Courier implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ABORT_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

  private final Deliveries deliveries;
  private final NotifyMeters meters;
  private final List<ChannelWorker> workers = new ArrayList<>();
  private final AtomicReference<@Nullable RuntimeException> fault = new AtomicReference<>();

  /**
   * @param channels closed by {@link #close}
   */
  public Courier(Channels channels, Outbox outbox, InstantSource clock, MeterRegistry meters) {
    this(
        channels,
        new OutboxDeliveries(outbox),
        clock,
        meters,
        () -> ThreadLocalRandom.current().nextDouble());
  }

  public Courier(
      Channels channels,
      Deliveries deliveries,
      InstantSource clock,
      MeterRegistry registry,
      DoubleSupplier random) {
    this.deliveries = deliveries;
    this.meters = new NotifyMeters(registry, Set.copyOf(channels.names()));
    channels
        .all()
        .forEach(
            (name, channel) ->
                workers.add(
                    new ChannelWorker(
                        name,
                        channel,
                        deliveries,
                        clock,
                        random,
                        meters,
                        () -> CrashPoint.reached("send.after"))));
  }

  /**
   * Sends all that is due now, all channels at the same time. May be called while another call
   * still runs: a channel that is busy is left alone, so that one that hangs holds up no other.
   *
   * @return how many attempts were made
   * @throws io.certvigil.store.failure.StoreException where the database takes nothing; what could
   *     not be settled is settled by a later call before anything else is claimed
   */
  public int deliver() {
    var runs = new ArrayList<Callable<Integer>>();
    workers.forEach(lane -> runs.add(lane::run));
    int attempts = Parallel.runAndSum(runs);
    meters.update(deliveries.backlog());
    return attempts;
  }

  /**
   * What {@link #deliver} does, without waiting for it: for a pulse that has other things to do
   * while a receiver hangs.
   *
   * @throws io.certvigil.store.failure.StoreException where the database took nothing, now or since
   *     the last call
   */
  public void dispatch() {
    workers.forEach(lane -> Thread.startVirtualThread(() -> run(lane)));
    var before = fault.getAndSet(null);
    if (before != null) {
      throw before;
    }
    meters.update(deliveries.backlog());
  }

  /**
   * Tells receivers that forget by themselves all that stands; to be called each minute. Comes back
   * at once; a receiver that hangs is not asked again until it is done. What the database would not
   * say is thrown by the next {@link #dispatch}.
   */
  public void refresh(Composer composer) {
    refreshActiveAlerts(composer);
  }

  void refreshActiveAlerts(ActiveAlerts standing) {
    workers.forEach(
        lane -> Thread.startVirtualThread(() -> runRecordingFault(() -> lane.refresh(standing))));
  }

  private void run(ChannelWorker lane) {
    runRecordingFault(lane::run);
  }

  private void runRecordingFault(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      fault.set(e);
    }
  }

  /** How each channel does, in the order of the config. */
  public List<ChannelState> channelStates() {
    return workers.stream().map(ChannelWorker::state).toList();
  }

  /** Claims nothing more. */
  public void stop() {
    workers.forEach(ChannelWorker::stop);
  }

  /**
   * For a courier in whose place another one is put: claims nothing more and cuts nothing. An
   * attempt in flight comes to its end, so that what arrives is not sent again, and is settled;
   * then this one closes. Returns at once.
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

  /** Whether, stopped, it has nothing in flight and the database has taken all that was. */
  public boolean isFinished() {
    return workers.stream().allMatch(ChannelWorker::isFinished);
  }

  /** Claims nothing more, gives attempts in flight a few seconds, then cuts them. */
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

  private void awaitWorkers(Duration patience) throws InterruptedException {
    long start = System.nanoTime();
    for (var lane : workers) {
      var left = patience.minusNanos(System.nanoTime() - start);
      lane.awaitIdle(left.isNegative() ? Duration.ZERO : left);
    }
  }
}
