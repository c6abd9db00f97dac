package io.certvigil.notify.check;

import io.certvigil.net.Connector;
import io.certvigil.notify.EventBatch;
import io.certvigil.notify.EventDocument;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.SerializedEvent;
import io.certvigil.redaction.Scrubber;
import io.certvigil.store.NewDelivery;
import io.certvigil.store.Outbox.Delivery;
import io.certvigil.store.Outbox.StoredEvent;
import io.certvigil.store.view.StoreStamp;
import java.time.Instant;
import java.util.List;

/** Sends one event through one channel, without the outbox, to test the channel. */
public final class ChannelTest {
  private ChannelTest() {}

  /**
   * The outcome of one request.
   *
   * @param lane such as one recipient; empty for the whole channel
   */
  public record TestResult(String lane, Outcome outcome) {}

  /**
   * Makes one attempt for each request that the channel composes; empty if it composes none. Does
   * not throw for a fault of the receiver.
   *
   * @throws IllegalArgumentException if there is no such channel, or if its URL or secret is
   *     malformed; the message names the key
   */
  public static List<TestResult> of(
      NotifySettings settings,
      StoreStamp stamp,
      String name,
      String version,
      StoredEvent event,
      Instant now,
      Scrubber scrubber) {
    var channelSettings = settings.channels().get(name);
    if (channelSettings == null) {
      throw new IllegalArgumentException("channel: no channel is named " + name);
    }
    var serialized = SerializedEvent.of(event, EventDocument.of(event), settings.externalUrl());
    var batch =
        new EventBatch(
            settings.installation(), stamp, name, settings.externalUrl(), List.of(serialized), now);
    var connector = new Connector(settings.outbound(name));
    try (var channel =
        ConfiguredChannels.channel(name, channelSettings, version, scrubber, connector)) {
      return channel.compose(batch).stream()
          .map(made -> new TestResult(made.lane(), channel.send(delivery(name, made, now), now)))
          .toList();
    }
  }

  private static Delivery delivery(String name, NewDelivery newDelivery, Instant now) {
    return new Delivery(
        0, name, newDelivery.id(), newDelivery.body(), 1, false, now, newDelivery.lane(), 0);
  }
}
