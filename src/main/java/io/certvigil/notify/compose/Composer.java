package io.certvigil.notify.compose;

import io.certvigil.notify.ActiveAlerts;
import io.certvigil.notify.Channels;
import io.certvigil.notify.EventBatch;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.SerializedEvent;
import io.certvigil.policy.Silence;
import io.certvigil.store.NewDelivery;
import io.certvigil.store.Outbox;
import io.certvigil.store.Silences;
import io.certvigil.store.failure.StoreException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The compose line: events that a channel has not seen become notifications and deliveries, in one
 * transaction for each batch. Composing the same again stores nothing new.
 *
 * <p>A channel for machines gets every event as it comes. One that people read gets one message of
 * all that has come together: 30 seconds after the first event, at most every 5 minutes, and only
 * when it has had what went before. What waits, waits in the database.
 */
public final class Composer implements ActiveAlerts {
  private static final Logger log = LoggerFactory.getLogger(Composer.class);
  private static final int PAGE = 500;

  /**
   * In one message for people. At 2 kB each in text and parsed facts, some 40 MB while composed.
   */
  static final int MAX_GROUPED_EVENTS = 10_000;

  private final NotifySettings settings;
  private final Channels channels;
  private final Outbox outbox;
  private final Silences silences;
  private final InstantSource clock;
  private final Routing routing;
  private final GroupingWindow groupingWindow;
  private final SilenceSuppressor silenceSuppressor;
  private final ComposeMeters meters;
  private volatile boolean missingChannelLogged;

  /**
   * @param firstSweep whether lists are being read for the first time, such as {@code
   *     scopes::firstSweepUnderWay}: people are told at its end, or after 15 minutes
   */
  public Composer(
      NotifySettings settings,
      Channels channels,
      Outbox outbox,
      Silences silences,
      BooleanSupplier firstSweep,
      InstantSource clock,
      MeterRegistry meters) {
    this.settings = settings;
    this.channels = channels;
    this.outbox = outbox;
    this.silences = silences;
    this.clock = clock;
    this.routing = new Routing(settings.routes(), settings.channels().keySet());
    this.groupingWindow = new GroupingWindow(firstSweep);
    this.silenceSuppressor = new SilenceSuppressor(channels, outbox);
    this.meters = new ComposeMeters(meters);
  }

  /**
   * Goes on until no channel has anything unseen that is to be told by now. Events of a daemon
   * without channels are closed.
   *
   * @return how many deliveries were stored
   * @throws io.certvigil.store.failure.StoreException where the database takes nothing
   */
  public int compose() {
    return compose(true);
  }

  /** As {@link #compose}, without waiting for anything: for a process that ends with this. */
  public int composeNow() {
    return compose(false);
  }

  private int compose(boolean patient) {
    if (settings.channels().isEmpty()) {
      closeUnrouted();
      return 0;
    }
    var active = silences.active(clock.instant());
    silenceSuppressor.apply(active, clock.instant());
    return composeEach(active, patient);
  }

  /** An event that one channel stumbles over is held up there, and nowhere else. */
  private int composeEach(List<Silence> active, boolean patient) {
    int stored = 0;
    RuntimeException fault = null;
    for (var name : channels.names()) {
      try {
        stored += compose(name, active, patient);
      } catch (StoreException e) {
        throw e; // the next one would fare no better
      } catch (RuntimeException e) {
        fault = new IllegalStateException("channel " + name + " cannot be composed for", e);
      }
    }
    if (fault != null) {
      throw fault;
    }
    return stored;
  }

  private void closeUnrouted() {
    int closed = outbox.closeUnrouted(clock.instant());
    if (closed > 0 && !missingChannelLogged) {
      missingChannelLogged = true;
      log.atWarn().log("alerts reach nobody: no channel is configured");
    }
  }

  private int compose(String channel, List<Silence> active, boolean patient) {
    if (!channels.named(channel).human()) {
      return composeRemaining(channel, active, PAGE);
    }
    return patient
        ? composeGrouped(channel, active)
        : composeRemaining(channel, active, MAX_GROUPED_EVENTS);
  }

  /** One message after another until nothing is left, each of at most so many events. */
  private int composeRemaining(String channel, List<Silence> active, int most) {
    int stored = 0;
    long mark = Long.MIN_VALUE;
    for (var batch = batch(channel, active, most);
        batch.upTo() > mark;
        batch = batch(channel, active, most)) {
      mark = batch.upTo();
      stored += enqueue(channel, batch);
    }
    return stored;
  }

  private int composeGrouped(String channel, List<Silence> active) {
    var now = clock.instant();
    var standing = outbox.composeState(channel);
    if (standing.oldestUnseen() == null || !groupingWindow.allowsNextMessage(standing, now)) {
      return 0;
    }
    skipFiltered(channel, active);
    var oldest = outbox.composeState(channel).oldestUnseen();
    if (oldest == null || !groupingWindow.groupWaitElapsed(oldest, now)) {
      return 0;
    }
    return enqueue(channel, batch(channel, active, MAX_GROUPED_EVENTS));
  }

  /** What this channel is not told moves its mark at once, so that nothing waits for it. */
  private void skipFiltered(String channel, List<Silence> active) {
    long mark = Long.MIN_VALUE;
    for (var batch = leadingFiltered(channel, active);
        batch.upTo() > mark;
        batch = leadingFiltered(channel, active)) {
      mark = batch.upTo();
      enqueue(channel, batch);
    }
  }

  /** Up to the first event that is to be told. */
  private Batch leadingFiltered(String channel, List<Silence> active) {
    var sieve = eventFilter(channel, active);
    long upTo = Long.MIN_VALUE;
    var head = outbox.unseen(channel, 1); // mostly it is this one, and no page need be read
    if (!head.isEmpty() && !eventFilter(channel, active).add(head.getFirst())) {
      for (var queued : outbox.unseen(channel, PAGE)) {
        var alone = eventFilter(channel, active);
        if (alone.add(queued)) {
          break;
        }
        sieve.add(queued);
        upTo = queued.position();
      }
    }
    return new Batch(sieve, upTo);
  }

  /** The next events, at most so many of them told or suppressed, in pages. */
  private Batch batch(String channel, List<Silence> active, int most) {
    var sieve = eventFilter(channel, active);
    long upTo = Long.MIN_VALUE;
    var page = outbox.unseen(channel, PAGE);
    while (!page.isEmpty() && sieve.size() + page.size() <= most) {
      page.forEach(sieve::add);
      upTo = page.getLast().position();
      page = most == PAGE ? List.of() : outbox.unseen(channel, upTo, PAGE);
    }
    return new Batch(sieve, upTo);
  }

  private ChannelEventFilter eventFilter(String channel, List<Silence> active) {
    return new ChannelEventFilter(channel, settings, routing, outbox, active);
  }

  private int enqueue(String channel, Batch batch) {
    if (batch.upTo() == Long.MIN_VALUE) {
      return 0;
    }
    var now = clock.instant();
    var drafts = newDeliveries(channel, batch.filter().accepted(), now);
    int stored = outbox.enqueue(channel, batch.upTo(), drafts, batch.filter().suppressed(), now);
    if (channel.equals(channels.names().iterator().next())) {
      meters.unrouted(batch.filter().unrouted()); // every channel sees each event: one counts
    }
    return stored;
  }

  private List<NewDelivery> newDeliveries(String name, List<SerializedEvent> told, Instant now) {
    return channels.named(name).compose(eventBatch(name, told, now));
  }

  /**
   * What was told before a silence began goes on standing: else a mirror would call it resolved.
   */
  @Override
  public EventBatch activeAlerts(String channel, Instant resolvedSince) {
    var now = clock.instant();
    var active = silences.active(now);
    var fresh = eventFilter(channel, active);
    var known = eventFilter(channel, List.of());
    for (var queued : outbox.activeAlertEvents(resolvedSince)) {
      boolean before =
          !active.isEmpty() && outbox.isAlertOpen(channel, queued.alertKey(), queued.position());
      (before ? known : fresh).add(queued);
    }
    return eventBatch(
        channel, Stream.concat(known.accepted().stream(), fresh.accepted().stream()).toList(), now);
  }

  private EventBatch eventBatch(String channel, List<SerializedEvent> told, Instant now) {
    return new EventBatch(settings.installation(), channel, settings.externalUrl(), told, now);
  }

  /**
   * What is enqueued at once.
   *
   * @param upTo the position of the last event looked at; least where there was none
   */
  private record Batch(ChannelEventFilter filter, long upTo) {}
}
