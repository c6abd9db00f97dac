package io.certvigil.web;

import io.certvigil.store.DeliveryView;
import io.certvigil.store.Outbox.Backlog;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks what the page of channels says. */
final class ChannelsReader {
  private static final int DELIVERIES = 50;

  private final SiteContext context;

  ChannelsReader(SiteContext context) {
    this.context = context;
  }

  /**
   * All that the page says.
   *
   * @param deliveries the newest first
   */
  record View(List<Line> channels, List<DeliveryView> deliveries, @Nullable Test test) {}

  /**
   * A channel and how it stands.
   *
   * @param backlog null where nothing was ever sent through it
   */
  record Line(Daemon.Channel channel, @Nullable Backlog backlog) {}

  /** What became of a test. */
  record Test(String channel, List<Daemon.Tried> tried) {}

  String page(Question question, Shell shell) {
    return new ChannelsPage(question, view(question, null)).html(shell);
  }

  /** Sends a test through a channel, waits for the receiver, and says on the page what it said. */
  String test(Question question, Shell shell) {
    var name = question.text("name");
    if (context.daemon().channels().stream().noneMatch(channel -> channel.name().equals(name))) {
      throw new NotHere("There is no such channel any more; see the page of channels.");
    }
    var test = new Test(name, context.daemon().test(name));
    return new ChannelsPage(question, view(question, test)).html(shell);
  }

  private View view(Question question, @Nullable Test test) {
    var outbox = context.outbox();
    Map<String, Backlog> backlog =
        outbox.backlog().stream().collect(Collectors.toMap(Backlog::channel, Function.identity()));
    var channels =
        context.daemon().channels().stream()
            .map(channel -> new Line(channel, backlog.get(channel.name())))
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
    return new View(channels, outbox.deliveries(filter), test);
  }
}
