package io.certvigil.notify.slack;

import io.certvigil.net.Connector;
import io.certvigil.notify.FallbackMessage;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.http.HttpSender;
import io.certvigil.notify.http.MinimumInterval;
import io.certvigil.notify.message.HumanChannel;
import io.certvigil.notify.message.Message;
import io.certvigil.redaction.Scrubber;
import io.certvigil.store.NewDelivery;
import io.certvigil.store.Outbox.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An <a href="https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/">incoming
 * webhook</a> of Slack.
 */
public final class SlackChannel implements HumanChannel {
  /** Slack's rate limit for one webhook: one message a second. */
  private static final Duration APART = Duration.ofSeconds(1);

  private final HttpSender sender;
  private final MinimumInterval minimumInterval = MinimumInterval.of(APART);

  public SlackChannel(
      String name,
      NotifySettings.ChannelSettings.Slack settings,
      String version,
      Duration limit,
      Scrubber scrubber,
      Connector connector) {
    sender =
        new HttpSender(
            "channels." + name + ".url", settings.url(), version, limit, scrubber, connector);
  }

  @Override
  public List<NewDelivery> composeMessage(Message message) {
    return List.of(message.envelope().newDelivery(SlackMessage.of(message)));
  }

  @Override
  public Outcome send(Delivery delivery, Instant now) {
    minimumInterval.await();
    return sender.send(delivery.body(), now, SlackOutcomes::of);
  }

  @Override
  public boolean rereadSecrets() {
    return sender.rereadUrl();
  }

  @Override
  public Duration longestAttempt() {
    return sender.limit();
  }

  @Override
  public Optional<FallbackMessage> fallback(Delivery refused) {
    return SlackMessage.fallback(refused);
  }

  @Override
  public void close() {
    sender.close();
  }
}
