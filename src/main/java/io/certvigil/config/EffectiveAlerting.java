package io.certvigil.config;

import static io.certvigil.config.EffectiveValues.HIDDEN;
import static io.certvigil.config.EffectiveValues.map;
import static io.certvigil.config.EffectiveValues.match;
import static io.certvigil.config.EffectiveValues.word;

import io.certvigil.model.Durations;
import io.certvigil.model.Secret;
import io.certvigil.notify.NotifySettings.ChannelSettings;
import io.certvigil.notify.NotifySettings.Digest;
import io.certvigil.notify.NotifySettings.Heartbeat;
import io.certvigil.notify.NotifySettings.Smtp;
import io.certvigil.notify.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The alerting sections of the effective config: channels, routes, digests and heartbeat. */
final class EffectiveAlerting {
  private EffectiveAlerting() {}

  static Map<String, Object> channels(Map<String, ChannelSettings> channels) {
    var all = new LinkedHashMap<String, Object>();
    channels.forEach((name, channel) -> all.put(name, channel(channel)));
    return all;
  }

  private static Map<String, Object> channel(ChannelSettings channel) {
    var all = map("type", channel.type());
    all.putAll(own(channel));
    all.put("min_severity", channel.minSeverity().word());
    return all;
  }

  private static Map<String, Object> own(ChannelSettings channel) {
    return switch (channel) {
      case ChannelSettings.Webhook webhook ->
          map("url", HIDDEN, "secret", hidden(webhook.secrets()));
      case ChannelSettings.Slack _ -> map("url", HIDDEN);
      case ChannelSettings.Alertmanager am -> map("urls", hidden(am.urls()));
      case ChannelSettings.PagerDuty pager ->
          map("url", pager.url().toString(), "routing_key", HIDDEN);
      case ChannelSettings.Email email ->
          map("smtp", smtp(email.smtp()), "from", email.from(), "to", email.to());
    };
  }

  private static Map<String, Object> smtp(Smtp smtp) {
    return map(
        "host", smtp.host(),
        "port", smtp.port(),
        "tls", word(smtp.tls()),
        "username", smtp.username(),
        "password", smtp.password() == null ? null : HIDDEN);
  }

  private static List<String> hidden(List<Secret> secrets) {
    return secrets.stream().map(secret -> HIDDEN).toList();
  }

  static Map<String, Object> route(Route route) {
    var match = match(route.match());
    match.putAll(map("min_severity", route.minSeverity().word(), "types", route.types()));
    return map("match", match, "to", route.to(), "continue", route.continueMatching());
  }

  static Map<String, Object> digest(Digest digest) {
    return map(
        "cron",
        digest.cron(),
        "within",
        Durations.print(digest.within()),
        "by",
        digest.by().isEmpty() ? null : digest.by(),
        "to",
        digest.to());
  }

  static @Nullable Map<String, Object> heartbeat(@Nullable Heartbeat heartbeat) {
    return heartbeat == null
        ? null
        : map("url", HIDDEN, "every", Durations.print(heartbeat.every()));
  }
}
