package io.certvigil.notify.compose;

import io.certvigil.notify.ActiveAlerts;
import io.certvigil.notify.Channel;
import io.certvigil.notify.Channels;
import io.certvigil.notify.EventBatch;
import io.certvigil.notify.EventDocument;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.SerializedEvent;
import io.certvigil.policy.Silence;
import io.certvigil.store.Outbox;
import io.certvigil.store.Silences;
import io.certvigil.store.failure.StoreException;
import io.certvigil.store.view.StoreStamp;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Composes the new events of each channel into notifications and deliveries, in one transaction for
 * each batch. Composing the same events again stores nothing new.
 *
 * <p>A channel for machines is sent every event at once. A channel that people read is sent one
 * message with all waiting events: 30 seconds after the first event, at most every 5 minutes, and
 * only if no earlier message is pending. Events wait in the database.
 */
public final class Composer implements ActiveAlerts {
  private static final Logger log = LoggerFactory.getLogger(Composer.class);
  private static final int PAGE = 500;

  /**
   * The most events in one message for people. At 2 kB for each text and its parsed facts, they
   * take about 40 MB while the message is composed.
   */
  static final int MAX_GROUPED_EVENTS = 10_000;

  private final NotifySettings settings;
  private final StoreStamp stamp;
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
   * @param stamp names the database in what receivers get
   * @param firstSweep true while the first sweep runs, such as {@code scopes::firstSweepUnderWay}:
   *     messages for people are sent when it is complete, or after 15 minutes
   */
  public Composer(
      NotifySettings settings,
      StoreStamp stamp,
      Channels channels,
      Outbox outbox,
      Silences silences,
      BooleanSupplier firstSweep,
      InstantSource clock,
      MeterRegistry meters) {
    this.settings = settings;
    this.stamp = stamp;
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
   * Composes until no channel has new events that are due. If no channel is configured, the events
   * are closed.
   *
   * @return how many deliveries were stored
   * @throws io.certvigil.store.failure.StoreException if the database cannot be written
   */
  public int compose() {
    return compose(true);
  }

  /**
   * Like {@link #compose}, but without the delays for grouping: for a process that exits
   * afterwards.
   */
  public int composeNow() {
    return compose(false);
  }

  private int compose(boolean grouping) {
    if (settings.channels().isEmpty()) {
      closeUnrouted();
      return 0;
    }
    var active = silences.active(clock.instant());
    silenceSuppressor.apply(active, clock.instant());
    return composeEach(active, grouping);
  }

  /** A fault in one channel delays the events of that channel only. */
  private int composeEach(List<Silence> active, boolean grouping) {
    int stored = 0;
    RuntimeException fault = null;
    for (var name : channels.names()) {
      try {
        stored += compose(name, active, grouping);
      } catch (StoreException e) {
        throw e; // the next channel would fail too
      } catch (RuntimeException e) {
        fault = new IllegalStateException("composing for channel " + name + " failed", e);
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
      log.atWarn().log("no channel is configured: events are closed without notification");
    }
  }

  private int compose(String channel, List<Silence> active, boolean grouping) {
    if (!channels.named(channel).human()) {
      int most = channels.named(channel).grouping() ? MAX_GROUPED_EVENTS : PAGE;
      return composeRemaining(channel, active, most);
    }
    return grouping
        ? composeGrouped(channel, active)
        : composeRemaining(channel, active, MAX_GROUPED_EVENTS);
  }

  /**
   * Composes message after message, each of at most {@code most} events, until no event is left.
   */
  private int composeRemaining(String channel, List<Silence> active, int most) {
    return enqueueAll(channel, () -> batch(channel, active, most));
  }

  private int enqueueAll(String channel, Supplier<Batch> next) {
    int stored = 0;
    long mark = Long.MIN_VALUE;
    for (var batch = next.get(); batch.upTo() > mark; batch = next.get()) {
      mark = batch.upTo();
      stored += enqueue(channel, batch);
    }
    return stored;
  }

  private int composeGrouped(String channel, List<Silence> active) {
    var now = clock.instant();
    var state = outbox.composeState(channel);
    if (state.oldestUnseen() == null || !groupingWindow.allowsNextMessage(state, now)) {
      return 0;
    }
    // Events that are not sent to this channel start no grouping delay.
    enqueueAll(channel, () -> leadingFiltered(channel, active));
    var oldest = outbox.composeState(channel).oldestUnseen();
    if (oldest == null || !groupingWindow.groupWaitElapsed(oldest, now)) {
      return 0;
    }
    return enqueue(channel, batch(channel, active, MAX_GROUPED_EVENTS));
  }

  /** The events before the first one that is to be sent. */
  private Batch leadingFiltered(String channel, List<Silence> active) {
    var filter = eventFilter(channel, active);
    long upTo = Long.MIN_VALUE;
    var head = outbox.unseen(channel, 1); // usually this one is to be sent, and no page is needed
    if (!head.isEmpty() && !eventFilter(channel, active).add(head.getFirst())) {
      for (var queued : outbox.unseen(channel, PAGE)) {
        var alone = eventFilter(channel, active);
        if (alone.add(queued)) {
          break;
        }
        filter.add(queued);
        upTo = queued.position();
      }
    }
    return new Batch(filter, upTo);
  }

  /** The next events, read in pages; at most {@code most} of them are sent or suppressed. */
  private Batch batch(String channel, List<Silence> active, int most) {
    var filter = eventFilter(channel, active);
    long upTo = Long.MIN_VALUE;
    var page = outbox.unseen(channel, PAGE);
    while (!page.isEmpty() && filter.size() + page.size() <= most) {
      page.forEach(filter::add);
      upTo = page.getLast().position();
      page = most == PAGE ? List.of() : outbox.unseen(channel, upTo, PAGE);
    }
    return new Batch(filter, upTo);
  }

  private ChannelEventFilter eventFilter(String channel, List<Silence> active) {
    return new ChannelEventFilter(channel, settings, routing, outbox, active);
  }

  private int enqueue(String channel, Batch batch) {
    if (batch.upTo() == Long.MIN_VALUE) {
      return 0;
    }
    var now = clock.instant();
    var filter = batch.filter();
    var newDeliveries =
        channels.named(channel).compose(eventBatch(channel, filter.accepted(), now));
    int stored = outbox.enqueue(channel, batch.upTo(), newDeliveries, filter.suppressed(), now);
    if (channel.equals(channels.names().iterator().next())) {
      // Every channel processes each event, so only the first channel counts.
      meters.unrouted(filter.unrouted());
    }
    return stored;
  }

  /** The ids of the events that are sent to this channel and are not composed yet. */
  public List<String> uncomposed(String channel) {
    var filter = eventFilter(channel, silences.active(clock.instant()));
    for (var page = outbox.unseen(channel, PAGE);
        !page.isEmpty();
        page = outbox.unseen(channel, page.getLast().position(), PAGE)) {
      page.forEach(filter::add);
    }
    return filter.accepted().stream().map(SerializedEvent::id).toList();
  }

  /**
   * Composes what ends at a receiver that a reload has left: the ends that waited for it, and those
   * of the incidents that are open there although their alerts still fire.
   *
   * @param leaving the name of its row
   * @param threads the alerts that are open there, by thread
   * @param sender sends with the settings of the config that has ended
   */
  public void composeEnds(String leaving, Map<String, List<String>> threads, Channel sender) {
    var now = clock.instant();
    var unseen = outbox.unseen(leaving, MAX_GROUPED_EVENTS);
    if (!unseen.isEmpty()) {
      var events = unseen.stream().map(this::serialized).toList();
      var deliveries = sender.compose(eventBatch(leaving, events, now));
      outbox.enqueue(leaving, unseen.getLast().position(), deliveries, Map.of(), now);
    }
    var ended = unseen.stream().map(Outbox.StoredEvent::alertKey).collect(Collectors.toSet());
    var still = new LinkedHashMap<>(threads);
    still.values().removeIf(ended::containsAll);
    outbox.add(leaving, sender.ends(still, leaving), now);
  }

  private SerializedEvent serialized(Outbox.StoredEvent queued) {
    return SerializedEvent.of(queued, EventDocument.of(queued), settings.externalUrl());
  }

  /**
   * Includes silenced alerts that were sent before the silence began: otherwise the receiver would
   * show them as resolved.
   */
  @Override
  public EventBatch activeAlerts(String channel, Instant resolvedSince) {
    var now = clock.instant();
    var active = silences.active(now);
    var fresh = eventFilter(channel, active);
    var known = eventFilter(channel, List.of());
    for (var queued : outbox.activeAlertEvents(resolvedSince)) {
      boolean before = !active.isEmpty() && outbox.told(channel, queued.alertKey()).isPresent();
      (before ? known : fresh).add(queued);
    }
    return eventBatch(
        channel, Stream.concat(known.accepted().stream(), fresh.accepted().stream()).toList(), now);
  }

  private EventBatch eventBatch(String channel, List<SerializedEvent> events, Instant now) {
    return new EventBatch(
        settings.installation(),
        stamp,
        channel,
        settings.externalUrl(),
        events,
        now,
        new StoredIncidents(channel, outbox));
  }

  /**
   * The events that are enqueued in one transaction.
   *
   * @param upTo the position of the last event processed; {@link Long#MIN_VALUE} if there was none
   */
  private record Batch(ChannelEventFilter filter, long upTo) {}
}
