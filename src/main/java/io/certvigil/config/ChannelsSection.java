package io.certvigil.config;

import io.certvigil.model.Secret;
import io.certvigil.net.OutboundSettings;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.NotifySettings.ChannelSettings;
import io.certvigil.notify.NotifySettings.HttpHeader;
import io.certvigil.policy.Severity;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code channels} of the config. */
final class ChannelsSection {
  private static final String SECRET_PREFIX = "whsec_";
  private static final int MAX_ALERTMANAGERS = 10;
  private static final int MAX_GROUP_OVER = 10_000;
  private static final URI PAGERDUTY = URI.create("https://events.pagerduty.com/v2/enqueue");

  private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);

  private final SecretReader secrets;
  private final Map<String, String> formerly = new LinkedHashMap<>();
  private final OutboundSection outbound;
  private final Map<String, OutboundSettings> connections = new LinkedHashMap<>();

  ChannelsSection(SecretReader secrets, OutboundSection outbound) {
    this.secrets = secrets;
    this.outbound = outbound;
  }

  /** The values of {@code type}. */
  private enum Type {
    WEBHOOK,
    SLACK,
    ALERTMANAGER,
    PAGERDUTY,
    EMAIL
  }

  /** Returns the valid channels; the problems of the others are reported. */
  Map<String, ChannelSettings> read(ConfigMapping block) {
    var channels = new LinkedHashMap<String, ChannelSettings>();
    for (var name : block.keys()) {
      NameRules.check(block, name);
      var channel =
          block.<@Nullable ChannelSettings>get(
              name, null, value -> channel(name, value.mapping(), block.keys()));
      if (channel != null) {
        channels.put(name, channel);
      }
    }
    return channels;
  }

  /** The former names of renamed channels, by their present names. */
  Map<String, String> formerly() {
    return formerly;
  }

  private @Nullable ChannelSettings channel(
      String name, ConfigMapping block, Collection<String> names) {
    var former = block.<@Nullable String>get("formerly", null, value -> formerName(value, names));
    if (former != null) {
      formerly.put(name, former);
    }
    return channel(name, block);
  }

  private String formerName(ConfigValue value, Collection<String> names) {
    var text = value.text();
    if (names.contains(text)) {
      throw value.problem(
          "must be a name that no channel has any more: " + text + " is still a channel");
    }
    if (formerly.containsValue(text)) {
      throw value.problem("is the former name of another channel already" + value.was());
    }
    return text;
  }

  /** By channel, how its connections are made; of the channels that were read. */
  Map<String, OutboundSettings> outbound() {
    return connections;
  }

  private @Nullable ChannelSettings channel(String name, ConfigMapping block) {
    block.require("type", "is missing: webhook, slack, alertmanager, pagerduty or email");
    var type = block.<@Nullable Type>get("type", null, value -> value.enumConstant(Type.class));
    if (type == null) {
      return null; // its keys depend on the type
    }
    var byDefault = type == Type.PAGERDUTY ? Severity.CRITICAL : Severity.INFO;
    var least = block.get("min_severity", byDefault, value -> value.enumConstant(Severity.class));
    if (least.compareTo(byDefault) < 0) {
      block.addWarning(
          "min_severity",
          "opens incidents in PagerDuty, which may wake people, for more than critical alerts:"
              + " leave it out to page for critical alerts only");
    }
    var channel =
        switch (type) {
          case WEBHOOK -> webhook(block, least);
          case SLACK -> slack(block, least);
          case ALERTMANAGER -> alertmanager(block, least);
          case PAGERDUTY -> pagerDuty(block, least);
          case EMAIL -> email(name, block, least);
        };
    if (type != Type.EMAIL) {
      connections.put(name, outbound.read(block));
    }
    block.rejectUnknownKeys();
    return channel;
  }

  private @Nullable ChannelSettings webhook(ConfigMapping block, Severity least) {
    var url = secrets.readOne(block, "url", AddressRules::check);
    var keys = secrets.readSeveral(block, "secret", 2, ChannelsSection::checkSecret);
    var headers =
        block.section(
            "headers",
            List.<HttpHeader>of(),
            value -> new HeadersSection(secrets).read(value.mapping()));
    var timeout = timeout(block);
    return url == null || keys.isEmpty()
        ? null
        : new ChannelSettings.Webhook(url, keys, least, headers, timeout);
  }

  /** Its keys of the way out are beside the host of the mail server. */
  private @Nullable ChannelSettings email(String name, ConfigMapping block, Severity least) {
    var section = new EmailSection(secrets, outbound);
    var mail = section.read(block, least);
    connections.put(name, section.connections());
    return mail;
  }

  private @Nullable ChannelSettings slack(ConfigMapping block, Severity least) {
    var url = secrets.readOne(block, "url", AddressRules::checkSlack);
    var timeout = timeout(block);
    return url == null ? null : new ChannelSettings.Slack(url, least, timeout);
  }

  private @Nullable ChannelSettings alertmanager(ConfigMapping block, Severity least) {
    var urls =
        secrets.readAddresses(block, "urls", MAX_ALERTMANAGERS, AddressRules::checkAlertmanager);
    var shown = urls.stream().map(Secret::reveal).filter(url -> !url.isEmpty()).toList();
    if (shown.stream().distinct().count() < shown.size()) {
      block.addProblem("urls", "contains an Alertmanager twice");
    }
    var timeout = timeout(block);
    return urls.isEmpty() ? null : new ChannelSettings.Alertmanager(urls, least, timeout);
  }

  private @Nullable ChannelSettings pagerDuty(ConfigMapping block, Severity least) {
    var key = secrets.readOne(block, "routing_key", ChannelsSection::checkRoutingKey);
    var url = block.get("url", PAGERDUTY, ChannelsSection::pagerDutyUrl);
    int groupOver =
        block.get(
            "group_over",
            ChannelSettings.PagerDuty.GROUP_OVER,
            value -> value.number(1, MAX_GROUP_OVER));
    var timeout = timeout(block);
    return key == null ? null : new ChannelSettings.PagerDuty(url, key, least, groupOver, timeout);
  }

  /** The limit of a whole attempt over HTTP. */
  static Duration timeout(ConfigMapping block) {
    return block.get(
        "timeout",
        NotifySettings.DEFAULT_TIMEOUT,
        value -> value.duration(SHORTEST_TIMEOUT, LONGEST_TIMEOUT));
  }

  private static URI pagerDutyUrl(ConfigValue value) {
    return AddressRules.requireHttps(value, value.address());
  }

  private static void checkRoutingKey(ConfigValue value, String text) {
    if (!text.matches("[0-9A-Za-z]{32}")) {
      throw value.problem(
          "must be the 32 letters and digits of an integration key (service, Integrations, Events"
              + " API V2)");
    }
  }

  private static void checkSecret(ConfigValue value, String text) {
    var what = "must be whsec_ and the base64 of 24 to 64 random bytes";
    try {
      int bytes = Base64.getDecoder().decode(text.replaceFirst("^" + SECRET_PREFIX, "")).length;
      if (!text.startsWith(SECRET_PREFIX) || bytes < 24 || bytes > 64) {
        throw value.problem(what + "; openssl rand -base64 32 creates the second part");
      }
    } catch (IllegalArgumentException e) {
      throw value.problem(what + "; openssl rand -base64 32 creates the second part");
    }
  }
}
