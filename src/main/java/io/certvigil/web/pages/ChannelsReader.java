package io.certvigil.web.pages;

import io.certvigil.store.view.DeliveryView;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.site.SiteContext;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the data of the channels page. */
final class ChannelsReader {
  private static final int DELIVERIES = 50;

  private final SiteContext context;

  ChannelsReader(SiteContext context) {
    this.context = context;
  }

  /**
   * Reads the data.
   *
   * @param test the result of a test to show on the page; null if there was none
   */
  ChannelsView read(
      PageRequest request, Instant now, ChannelsView.@Nullable ChannelTestResult test) {
    Map<String, ChannelLine> lines =
        new ChannelStatusReader(context)
            .read(now).stream().collect(Collectors.toMap(ChannelLine::name, Function.identity()));
    var channels =
        context.daemon().channels().stream()
            .map(
                channel -> new ChannelsView.ConfiguredChannel(channel, line(lines, channel.name())))
            .toList();
    var state = request.text("state");
    var channel = request.text("channel");
    var filter =
        new DeliveryView.Filter(
            channel.isEmpty() ? null : channel,
            state.isEmpty() ? null : state,
            null,
            null,
            DELIVERIES);
    return new ChannelsView(channels, context.outbox().deliveries(filter), test);
  }

  private static ChannelLine line(Map<String, ChannelLine> lines, String name) {
    return lines.getOrDefault(name, ChannelLine.unused(name));
  }
}
