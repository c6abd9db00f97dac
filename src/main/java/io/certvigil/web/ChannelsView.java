package io.certvigil.web;

import io.certvigil.store.view.DeliveryView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the page of channels shows.
 *
 * @param deliveries the newest first
 * @param test the result of a test; null if none was made
 */
record ChannelsView(List<Line> channels, List<DeliveryView> deliveries, @Nullable Test test) {
  ChannelsView {
    channels = List.copyOf(channels);
    deliveries = List.copyOf(deliveries);
  }

  /** A channel of the config, and how it does. */
  record Line(Daemon.Channel channel, ChannelLine line) {}

  /** The result of a test message. */
  record Test(String channel, List<Daemon.Tried> tried) {
    Test {
      tried = List.copyOf(tried);
    }
  }
}
