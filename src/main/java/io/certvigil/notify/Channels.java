package io.certvigil.notify;

import io.certvigil.notify.Settings.ChannelSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every channel of the config by name, in its order. A new kind of channel is one line here. */
public final class Channels implements AutoCloseable {
  private final Map<String, Channel> channels = new LinkedHashMap<>();

  /**
   * @param version of the program, for {@code User-Agent}
   * @throws IllegalArgumentException where a URL or a secret of a channel is none; names the key
   */
  public Channels(Settings settings, String version) {
    this(settings, version, Post.WHOLE_ATTEMPT);
  }

  Channels(Settings settings, String version, Duration wholeAttempt) {
    settings
        .channels()
        .forEach((name, how) -> channels.put(name, channel(name, how, version, wholeAttempt)));
  }

  /** These, whoever made them. */
  Channels(Map<String, Channel> made) {
    channels.putAll(made);
  }

  private static Channel channel(
      String name, ChannelSettings settings, String version, Duration limit) {
    return switch (settings) {
      case ChannelSettings.Webhook webhook -> new WebhookChannel(name, webhook, version, limit);
      case ChannelSettings.Slack slack -> new SlackChannel(name, slack, version, limit);
      case ChannelSettings.Alertmanager cluster ->
          new AlertmanagerChannel(name, cluster, version, limit);
      case ChannelSettings.PagerDuty service -> new PagerDutyChannel(name, service, version, limit);
      case ChannelSettings.Email email -> new EmailChannel(name, email, limit);
    };
  }

  Collection<String> names() {
    return channels.keySet();
  }

  /**
   * @throws IllegalArgumentException where there is none of this name
   */
  Channel named(String name) {
    var channel = channels.get(name);
    if (channel == null) {
      throw new IllegalArgumentException("channel: there is none called " + name);
    }
    return channel;
  }

  Map<String, Channel> all() {
    return channels;
  }

  @Override
  public void close() {
    channels.values().forEach(Channel::close);
  }
}
