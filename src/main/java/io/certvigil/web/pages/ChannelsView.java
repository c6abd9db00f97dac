package io.certvigil.web.pages;

import io.certvigil.store.view.DeliveryView;
import io.certvigil.web.site.DaemonInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The data of the channels page.
 *
 * @param deliveries the newest first
 * @param test the result of a test; null if there was none
 */
public record ChannelsView(
    List<ConfiguredChannel> channels,
    List<DeliveryView> deliveries,
    @Nullable ChannelTestResult test) {
  public ChannelsView {
    channels = List.copyOf(channels);
    deliveries = List.copyOf(deliveries);
  }

  /** A configured channel and its status. */
  public record ConfiguredChannel(DaemonInfo.Channel channel, ChannelLine status) {}

  /** The result of a test message. */
  record ChannelTestResult(String channel, List<DaemonInfo.TestAttempt> attempts) {
    ChannelTestResult {
      attempts = List.copyOf(attempts);
    }
  }
}
