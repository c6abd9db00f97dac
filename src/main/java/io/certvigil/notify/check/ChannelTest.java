package io.certvigil.notify.check;

import io.certvigil.notify.Channel;
import io.certvigil.notify.EventBatch;
import io.certvigil.notify.EventDocument;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.SerializedEvent;
import io.certvigil.store.NewDelivery;
import io.certvigil.store.Outbox.Delivery;
import io.certvigil.store.Outbox.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sends one event through one channel, past the outbox: to see whether it arrives. */
public final class ChannelTest {
  private ChannelTest() {}

  /**
   * What became of one request.
   *
   * @param lane such as one recipient; empty for the channel as a whole
   */
  public record TestResult(String lane, Outcome outcome) {}

  /**
   * One attempt for each request that the channel makes of it; empty where it makes none. Throws
   * nothing for a receiver's fault.
   *
   * @throws IllegalArgumentException where there is no such channel, or a URL or secret of it is
   *     none; names the key
   */
  public static List<TestResult> of(
      NotifySettings settings, String name, String version, StoredEvent event, Instant now) {
    var how = settings.channels().get(name);
    if (how == null) {
      throw new IllegalArgumentException("channel: there is none called " + name);
    }
    var alone =
        new NotifySettings(
            settings.installation(),
            settings.externalUrl(),
            Map.of(name, how),
            List.of(),
            List.of(),
            null);
    try (var channels = ConfiguredChannels.of(alone, version)) {
      return of(alone, name, channels.named(name), event, now);
    }
  }

  private static List<TestResult> of(
      NotifySettings settings, String name, Channel channel, StoredEvent event, Instant now) {
    var told = SerializedEvent.of(event, EventDocument.of(event), settings.externalUrl());
    var notice =
        new EventBatch(settings.installation(), name, settings.externalUrl(), List.of(told), now);
    var tried = new ArrayList<TestResult>();
    for (var draft : channel.compose(notice)) {
      tried.add(new TestResult(draft.lane(), channel.send(delivery(name, draft, now), now)));
    }
    return tried;
  }

  private static Delivery delivery(String name, NewDelivery draft, Instant now) {
    return new Delivery(0, name, draft.id(), draft.body(), 1, false, now, draft.lane());
  }
}
