package io.certvigil.config;

import io.certvigil.model.Secret;
import io.certvigil.notify.NotifySettings.ChannelSettings;
import io.certvigil.policy.Severity;
import java.net.URI;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code channels} of the config. */
final class ChannelsSection {
  private static final String PREFIX = "whsec_";
  private static final int MOST_ALERTMANAGERS = 10;
  private static final URI PAGERDUTY = URI.create("https://events.pagerduty.com/v2/enqueue");

  private final Secrets secrets;

  ChannelsSection(Secrets secrets) {
    this.secrets = secrets;
  }

  /** The words of {@code type}. */
  private enum Type {
    WEBHOOK,
    SLACK,
    ALERTMANAGER,
    PAGERDUTY,
    EMAIL
  }

  /** Only those that can be used; what is wrong with the others is reported. */
  Map<String, ChannelSettings> read(Block block) {
    var channels = new LinkedHashMap<String, ChannelSettings>();
    for (var name : block.names()) {
      Names.check(block, name);
      var channel =
          block.<@Nullable ChannelSettings>get(name, null, value -> channel(value.block()));
      if (channel != null) {
        channels.put(name, channel);
      }
    }
    return channels;
  }

  private @Nullable ChannelSettings channel(Block block) {
    block.require("type", "is missing: webhook, slack, alertmanager, pagerduty or email");
    var type = block.<@Nullable Type>get("type", null, value -> value.word(Type.class));
    if (type == null) {
      return null; // which keys it has is not known either
    }
    var least = block.get("min_severity", Severity.INFO, value -> value.word(Severity.class));
    var channel =
        switch (type) {
          case WEBHOOK -> webhook(block, least);
          case SLACK -> slack(block, least);
          case ALERTMANAGER -> alertmanager(block, least);
          case PAGERDUTY -> pagerDuty(block, least);
          case EMAIL -> new EmailSection(secrets).read(block, least);
        };
    block.done();
    return channel;
  }

  private @Nullable ChannelSettings webhook(Block block, Severity least) {
    var url = secrets.one(block, "url", Addresses::check);
    var keys = secrets.several(block, "secret", 2, ChannelsSection::checkSecret);
    return url == null || keys.isEmpty() ? null : new ChannelSettings.Webhook(url, keys, least);
  }

  private @Nullable ChannelSettings slack(Block block, Severity least) {
    var url = secrets.one(block, "url", Addresses::checkSlack);
    return url == null ? null : new ChannelSettings.Slack(url, least);
  }

  private @Nullable ChannelSettings alertmanager(Block block, Severity least) {
    var urls = secrets.addresses(block, "urls", MOST_ALERTMANAGERS, Addresses::checkAlertmanager);
    var shown = urls.stream().map(Secret::reveal).filter(url -> !url.isEmpty()).toList();
    if (shown.stream().distinct().count() < shown.size()) {
      block.wrong("urls", "names an Alertmanager twice");
    }
    return urls.isEmpty() ? null : new ChannelSettings.Alertmanager(urls, least);
  }

  private @Nullable ChannelSettings pagerDuty(Block block, Severity least) {
    var key = secrets.one(block, "routing_key", ChannelsSection::checkRoutingKey);
    var url = block.get("url", PAGERDUTY, ChannelsSection::pagerDutyUrl);
    return key == null ? null : new ChannelSettings.PagerDuty(url, key, least);
  }

  private static URI pagerDutyUrl(Value value) {
    return Addresses.secure(value, value.address());
  }

  private static void checkRoutingKey(Value value, String text) {
    if (!text.matches("[0-9A-Za-z]{32}")) {
      throw value.wrong(
          "must be the 32 letters and digits of an integration key (service, Integrations, Events"
              + " API V2)");
    }
  }

  private static void checkSecret(Value value, String text) {
    var what = "must be whsec_ and the base64 of 24 to 64 random bytes";
    try {
      int bytes = Base64.getDecoder().decode(text.replaceFirst("^" + PREFIX, "")).length;
      if (!text.startsWith(PREFIX) || bytes < 24 || bytes > 64) {
        throw value.wrong(what + "; openssl rand -base64 32 makes the second part");
      }
    } catch (IllegalArgumentException e) {
      throw value.wrong(what + "; openssl rand -base64 32 makes the second part");
    }
  }
}
