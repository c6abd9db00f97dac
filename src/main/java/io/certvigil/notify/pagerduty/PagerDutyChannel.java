package io.certvigil.notify.pagerduty;

import io.certvigil.model.Secret;
import io.certvigil.net.Connector;
import io.certvigil.notify.Channel;
import io.certvigil.notify.ConfigurationFault.Receiver;
import io.certvigil.notify.EventBatch;
import io.certvigil.notify.FallbackMessage;
import io.certvigil.notify.NotificationId;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.WireJson;
import io.certvigil.notify.http.HttpOutcomes;
import io.certvigil.notify.http.HttpSender;
import io.certvigil.notify.http.MinimumInterval;
import io.certvigil.redaction.Scrubber;
import io.certvigil.store.NewDelivery;
import io.certvigil.store.Outbox.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A service of PagerDuty, over its <a
 * href="https://developer.pagerduty.com/docs/events-api-v2-overview">Events API v2</a>. One event
 * is one request, except that more alerts at once of one source and zone than {@code group_over}
 * are one incident. The routing key is a secret, so it is not stored in the body; each attempt adds
 * it.
 */
public final class PagerDutyChannel implements Channel {
  /** PagerDuty's rate limit for one integration key: 120 events a minute. */
  private static final Duration APART = Duration.ofMillis(500);

  private final Secret routingKey;
  private final int groupOver;
  private final MinimumInterval pace;
  private final HttpSender sender;

  public PagerDutyChannel(
      String name,
      NotifySettings.ChannelSettings.PagerDuty settings,
      String version,
      Duration limit,
      Scrubber scrubber,
      Connector connector) {
    this(name, settings, version, limit, scrubber, connector, pace());
  }

  /**
   * @param pace shared by all channels with the same routing key
   */
  public PagerDutyChannel(
      String name,
      NotifySettings.ChannelSettings.PagerDuty settings,
      String version,
      Duration limit,
      Scrubber scrubber,
      Connector connector,
      MinimumInterval pace) {
    this.pace = pace;
    groupOver = settings.groupOver();
    routingKey = settings.routingKey();
    var url = new Secret(settings.url().toString());
    sender = new HttpSender("channels." + name + ".url", url, version, limit, scrubber, connector);
  }

  @Override
  public List<NewDelivery> compose(EventBatch batch) {
    return new PagerDutyIncidents(batch, groupOver).deliveries();
  }

  @Override
  public List<NewDelivery> ends(Map<String, List<String>> threads, String cause) {
    return threads.entrySet().stream()
        .map(
            thread -> {
              var id = NotificationId.of("end", cause, thread.getKey());
              var body = PagerDutyBody.end(thread.getKey());
              return new NewDelivery(id, id, body, List.of(), Set.copyOf(thread.getValue()));
            })
        .toList();
  }

  @Override
  public boolean grouping() {
    return true;
  }

  /** The pace that PagerDuty accepts for one routing key. */
  public static MinimumInterval pace() {
    return MinimumInterval.of(APART);
  }

  @Override
  public Outcome send(Delivery delivery, Instant now) {
    var body = WireJson.object(delivery.body());
    body.addProperty("routing_key", routingKey.reveal());
    pace.await();
    return sender.send(
        WireJson.write(body), now, answer -> HttpOutcomes.of(answer, 202, Receiver.PAGERDUTY));
  }

  @Override
  public boolean rereadSecrets() {
    return routingKey.reread();
  }

  @Override
  public Duration longestAttempt() {
    return sender.limit();
  }

  @Override
  public Optional<FallbackMessage> fallback(Delivery refused) {
    return PagerDutyBody.minimal(refused.body())
        .map(body -> new FallbackMessage(NotificationId.of("short", refused.messageId()), body));
  }

  @Override
  public void close() {
    sender.close();
  }
}
