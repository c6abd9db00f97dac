package io.certvigil.web;

import io.certvigil.store.DeliveryView;
import io.certvigil.store.Outbox.Backlog;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what the page of channels shows. */
final class ChannelsReader {
  private static final int DELIVERIES = 50;

  private final SiteContext context;

  ChannelsReader(SiteContext context) {
    this.context = context;
  }

  /**
   * Reads it.
   *
   * @param test the result of a test that the page shows; null if none was made
   */
  ChannelsView read(Question question, ChannelsView.@Nullable Test test) {
    var outbox = context.outbox();
    Map<String, Backlog> backlog =
        outbox.backlog().stream().collect(Collectors.toMap(Backlog::channel, Function.identity()));
    var channels =
        context.daemon().channels().stream()
            .map(channel -> new ChannelsView.Line(channel, backlog.get(channel.name())))
            .toList();
    var state = question.text("state");
    var channel = question.text("channel");
    var filter =
        new DeliveryView.Filter(
            channel.isEmpty() ? null : channel,
            state.isEmpty() ? null : state,
            null,
            null,
            DELIVERIES);
    return new ChannelsView(channels, outbox.deliveries(filter), test);
  }
}
