package io.certvigil.web.pages;

import io.certvigil.store.view.DeliveryView;
import io.certvigil.web.site.DaemonInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the page of channels shows.
 *
 * @param deliveries the newest first
 * @param test the result of a test; null if none was made
 */
public record ChannelsView(
    List<ConfiguredChannel> channels,
    List<DeliveryView> deliveries,
    @Nullable ChannelTestResult test) {
  public ChannelsView {
    channels = List.copyOf(channels);
    deliveries = List.copyOf(deliveries);
  }

  /** A channel of the config, and how it does. */
  public record ConfiguredChannel(DaemonInfo.Channel channel, ChannelLine status) {}

  /** The result of a test message. */
  record ChannelTestResult(String channel, List<DaemonInfo.TestAttempt> attempts) {
    ChannelTestResult {
      attempts = List.copyOf(attempts);
    }
  }
}
