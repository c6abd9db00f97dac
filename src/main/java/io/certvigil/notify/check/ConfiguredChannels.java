package io.certvigil.notify.check;

import io.certvigil.net.Connector;
import io.certvigil.net.NameResolver;
import io.certvigil.notify.Channel;
import io.certvigil.notify.Channels;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.NotifySettings.ChannelSettings;
import io.certvigil.notify.alertmanager.AlertmanagerChannel;
import io.certvigil.notify.email.EmailChannel;
import io.certvigil.notify.email.SmtpLimits;
import io.certvigil.notify.http.MinimumInterval;
import io.certvigil.notify.pagerduty.PagerDutyChannel;
import io.certvigil.notify.slack.SlackChannel;
import io.certvigil.notify.webhook.WebhookChannel;
import io.certvigil.redaction.Scrubber;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the channels of a configuration. A new channel type needs one line here. */
public final class ConfiguredChannels {
  private ConfiguredChannels() {}

  /**
   * Builds every channel, in the order of the configuration.
   *
   * @param version of the program, for {@code User-Agent}
   * @param scrubber knows every secret that a receiver may repeat
   * @throws IllegalArgumentException if a URL or a secret of a channel is malformed; names the key
   */
  public static Channels of(NotifySettings settings, String version, Scrubber scrubber) {
    return of(settings, version, scrubber, new NameResolver());
  }

  /**
   * The same, with a resolver that remembers addresses from before a reload.
   *
   * @param names of all connections of the daemon
   */
  public static Channels of(
      NotifySettings settings, String version, Scrubber scrubber, NameResolver names) {
    return of(settings, version, null, scrubber, names);
  }

  /**
   * The same, with another time limit.
   *
   * @param wholeAttempt the longest time that one delivery attempt may take; null for the
   *     configured time, and for mail the limits of the protocol
   */
  public static Channels of(
      NotifySettings settings, String version, @Nullable Duration wholeAttempt, Scrubber scrubber) {
    return of(settings, version, wholeAttempt, scrubber, new NameResolver());
  }

  private static Channels of(
      NotifySettings settings,
      String version,
      @Nullable Duration wholeAttempt,
      Scrubber scrubber,
      NameResolver names) {
    var channels = new LinkedHashMap<String, Channel>();
    var paces = new HashMap<String, MinimumInterval>();
    settings
        .channels()
        .forEach(
            (name, channelSettings) ->
                channels.put(
                    name,
                    channel(
                        name,
                        channelSettings,
                        version,
                        wholeAttempt,
                        scrubber,
                        new Connector(settings.outbound(name), names),
                        paces)));
    return new Channels(channels);
  }

  static Channel channel(
      String name,
      ChannelSettings settings,
      String version,
      Scrubber scrubber,
      Connector connector) {
    return channel(name, settings, version, null, scrubber, connector, new HashMap<>());
  }

  private static Duration limit(@Nullable Duration wholeAttempt, Duration configured) {
    return wholeAttempt == null ? configured : wholeAttempt;
  }

  /**
   * @param paces by routing key, because PagerDuty limits the requests with one key
   */
  private static Channel channel(
      String name,
      ChannelSettings settings,
      String version,
      @Nullable Duration limit,
      Scrubber scrubber,
      Connector connector,
      Map<String, MinimumInterval> paces) {
    return switch (settings) {
      case ChannelSettings.Webhook webhook ->
          new WebhookChannel(
              name, webhook, version, limit(limit, webhook.timeout()), scrubber, connector);
      case ChannelSettings.Slack slack ->
          new SlackChannel(
              name, slack, version, limit(limit, slack.timeout()), scrubber, connector);
      case ChannelSettings.Alertmanager cluster ->
          new AlertmanagerChannel(
              name, cluster, version, limit(limit, cluster.timeout()), scrubber, connector);
      case ChannelSettings.PagerDuty service ->
          new PagerDutyChannel(
              name,
              service,
              version,
              limit(limit, service.timeout()),
              scrubber,
              connector,
              paces.computeIfAbsent(service.routingKey().reveal(), _ -> PagerDutyChannel.pace()));
      case ChannelSettings.Email email ->
          new EmailChannel(
              name,
              email,
              limit == null ? SmtpLimits.RFC_5321 : SmtpLimits.all(limit),
              scrubber,
              connector);
    };
  }
}
