package io.certvigil.notify;

import io.certvigil.store.NewDelivery;
import io.certvigil.store.Outbox.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An <a href="https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/">incoming
 * webhook</a> of Slack.
 */
final class SlackChannel implements HumanChannel {
  /** What Slack allows one webhook. */
  private static final Duration APART = Duration.ofSeconds(1);

  private final Post post;
  private final Spacing spacing = new Spacing(APART, System::nanoTime, Thread::sleep);

  SlackChannel(
      String name, Settings.ChannelSettings.Slack settings, String version, Duration limit) {
    post = new Post("channels." + name + ".url", settings.url(), version, limit);
  }

  @Override
  public String type() {
    return "slack";
  }

  @Override
  public List<NewDelivery> tell(Bulletin bulletin) {
    return List.of(bulletin.envelope().draft(SlackMessage.of(bulletin)));
  }

  @Override
  public Outcome send(Delivery delivery, Instant now) {
    spacing.await();
    return post.send(delivery.body(), Map.of(), now, SlackVerdict::of);
  }

  @Override
  public Optional<Plainer> plainer(Delivery refused) {
    return SlackMessage.plainer(refused);
  }

  @Override
  public void close() {
    post.close();
  }
}
