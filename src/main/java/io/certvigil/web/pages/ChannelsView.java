package io.certvigil.web.pages;

import io.certvigil.store.view.DeliveryView;
import io.certvigil.web.html.PageNotFound;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.site.DaemonInfo;
import io.certvigil.web.site.SiteContext;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
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
  private static final int DELIVERIES = 50;

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

  static ChannelsView read(SiteContext context, PageRequest request, Instant now) {
    return read(context, request, now, null);
  }

  /**
   * Sends a test message through the requested channel, waits for the receiver's reply, and reads
   * the data.
   *
   * @throws PageNotFound if the channel is not configured
   */
  static ChannelsView test(SiteContext context, PageRequest request, Instant now) {
    var daemon = context.daemon();
    var name = request.text("name");
    if (daemon.channels().stream().noneMatch(channel -> channel.name().equals(name))) {
      throw new PageNotFound(
          "No channel with this name is configured. The channels page lists the configured ones.");
    }
    return read(context, request, now, new ChannelTestResult(name, daemon.test(name)));
  }

  private static ChannelsView read(
      SiteContext context, PageRequest request, Instant now, @Nullable ChannelTestResult test) {
    var lines =
        ChannelLine.read(context, now).stream()
            .collect(Collectors.toMap(ChannelLine::name, Function.identity()));
    var channels =
        context.daemon().channels().stream()
            .map(
                channel ->
                    new ConfiguredChannel(
                        channel,
                        lines.getOrDefault(channel.name(), ChannelLine.unused(channel.name()))))
            .toList();
    var filter =
        new DeliveryView.Filter(
            request.orNull("channel"), request.orNull("state"), null, null, DELIVERIES);
    return new ChannelsView(channels, context.store().outbox().deliveries(filter), test);
  }
}
