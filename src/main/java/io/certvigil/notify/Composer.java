package io.certvigil.notify;

import io.certvigil.store.Outbox;
import io.certvigil.store.Outbox.Draft;
import io.certvigil.store.Outbox.Queued;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The compose line: events that a channel has not seen become notifications and deliveries, in one
 * transaction for each batch. Composing the same again stores nothing new.
 */
public final class Composer implements Standing {
  private static final Logger log = LoggerFactory.getLogger(Composer.class);
  private static final int BATCH = 500;

  private final Settings settings;
  private final Channels channels;
  private final Outbox outbox;
  private final InstantSource clock;
  private final Routing routing;
  private volatile boolean told;

  public Composer(Settings settings, Channels channels, Outbox outbox, InstantSource clock) {
    this.settings = settings;
    this.channels = channels;
    this.outbox = outbox;
    this.clock = clock;
    this.routing = new Routing(settings.routes());
  }

  /**
   * Goes on until no channel has anything unseen. Events of a daemon without channels are closed.
   *
   * @return how many deliveries were stored
   * @throws io.certvigil.store.StoreException where the database takes nothing
   */
  public int compose() {
    if (settings.channels().isEmpty()) {
      closeUnrouted();
      return 0;
    }
    return channels.names().stream().mapToInt(this::compose).sum();
  }

  private void closeUnrouted() {
    int closed = outbox.closeUnrouted(clock.instant());
    if (closed > 0 && !told) {
      told = true;
      log.atWarn().log("alerts reach nobody: no channel is configured");
    }
  }

  private int compose(String channel) {
    int stored = 0;
    long mark = Long.MIN_VALUE;
    var unseen = outbox.unseen(channel, BATCH);
    while (!unseen.isEmpty() && unseen.getLast().position() > mark) {
      var now = clock.instant();
      mark = unseen.getLast().position();
      stored += outbox.enqueue(channel, mark, drafts(channel, unseen, now), now);
      unseen = outbox.unseen(channel, BATCH);
    }
    return stored;
  }

  private List<Draft> drafts(String name, List<Queued> unseen, Instant now) {
    return channels.named(name).compose(notice(name, unseen, now));
  }

  @Override
  public Notice standing(String channel, Instant resolvedSince) {
    return notice(channel, outbox.mirror(resolvedSince), clock.instant());
  }

  /** Those that go to this channel. */
  private Notice notice(String name, List<Queued> events, Instant now) {
    var told = new ArrayList<Told>();
    for (var queued : events) {
      var event = Told.read(queued);
      if (routing.goesTo(name, event)) {
        told.add(Told.of(queued, event, settings.externalUrl()));
      }
    }
    return new Notice(settings.installation(), name, settings.externalUrl(), told, now);
  }
}
