package io.certvigil.config;

import io.certvigil.cloudflare.http.CloudflareSettings;
import io.certvigil.cloudflare.http.Credential;
import io.certvigil.metrics.MetricsSettings;
import io.certvigil.model.Durations;
import io.certvigil.model.Globs;
import io.certvigil.model.Secret;
import io.certvigil.net.AddressRange;
import io.certvigil.net.OutboundSettings;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.NotifySettings.ChannelSettings;
import io.certvigil.notify.NotifySettings.Digest;
import io.certvigil.notify.NotifySettings.Heartbeat;
import io.certvigil.notify.NotifySettings.HttpHeader;
import io.certvigil.notify.NotifySettings.Smtp;
import io.certvigil.notify.Route;
import io.certvigil.policy.Matcher;
import io.certvigil.policy.PolicySettings;
import io.certvigil.policy.PolicySettings.ExpiryRule;
import io.certvigil.store.StoreSettings;
import io.certvigil.sweep.WatchEntry;
import io.certvigil.web.server.WebSettings;
import io.certvigil.web.server.WebSettings.Tls;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Prints a config as the file that would set all of its values. */
public final class EffectiveConfig {
  private EffectiveConfig() {}

  /** All values as YAML, including defaults, with every secret as {@code ***}. */
  public static String of(Config config) {
    var settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setDereferenceAliases(true)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .setWidth(100)
            .build();
    return new Dump(settings).dumpToString(masked(root(config)));
  }

  private static Object masked(Object value) {
    return switch (value) {
      case Secret secret -> secret.toString();
      case List<?> items -> items.stream().map(EffectiveConfig::masked).toList();
      case Map<?, ?> named -> {
        var all = new LinkedHashMap<Object, Object>();
        named.forEach((name, one) -> all.put(name, masked(one)));
        yield all;
      }
      default -> value;
    };
  }

  /** All values as maps, lists, texts, numbers and secrets. */
  static Map<String, Object> root(Config config) {
    var alerting = config.alerting();
    return map(
        "installation", config.installation(),
        "timezone", config.timezone().getId(),
        "cloudflare", cloudflare(config.cloudflare()),
        "watch", each(config.watch(), EffectiveConfig::watch),
        "store", store(config.store()),
        "expiry", expiry(config.expiry()),
        "channels", channels(alerting),
        "routes", each(alerting.routes(), EffectiveConfig::route),
        "digests", each(alerting.digests(), EffectiveConfig::digest),
        "heartbeat", heartbeat(alerting.heartbeat()),
        "web", web(config.web(), config.socket()),
        "metrics", metrics(config.metrics()),
        "log", map("format", config.log().format(), "level", config.log().level()));
  }

  private static Map<String, Object> cloudflare(CloudflareSettings settings) {
    var all =
        map(
            "base_url", settings.baseUrl(),
            "timeout", settings.timeout(),
            "requests_per_5m", settings.requestsPer5m());
    all.putAll(outbound(settings.outbound()));
    all.putAll(map("credentials", credentials(settings)));
    return all;
  }

  private static Map<String, Object> credentials(CloudflareSettings settings) {
    var all = new LinkedHashMap<String, Object>();
    settings
        .credentials()
        .forEach(
            (name, credential) -> {
              var keys = new LinkedHashMap<>(credential(credential));
              keys.put("watch", !settings.commandOnly().contains(name));
              all.put(name, keys);
            });
    return all;
  }

  /** What the environment gives is shown too. */
  private static Map<String, Object> outbound(OutboundSettings settings) {
    var identity = settings.identity();
    return map(
        "proxy",
        settings.proxy() == null ? null : settings.proxy().toString(),
        "no_proxy",
        settings.noProxy().entries().isEmpty() ? null : settings.noProxy().entries(),
        "ca_file",
        settings.ca() == null ? null : settings.ca().file(),
        "client_cert_file",
        identity == null ? null : identity.certificateFile(),
        "client_key_file",
        identity == null ? null : identity.keyFile());
  }

  private static Map<String, Object> channels(NotifySettings alerting) {
    var all = new LinkedHashMap<String, Object>();
    alerting
        .channels()
        .forEach(
            (name, settings) -> {
              var one = channel(settings, alerting.outbound(name));
              one.putAll(map("formerly", alerting.formerly().get(name)));
              all.put(name, one);
            });
    return all;
  }

  private static Map<String, Object> credential(Credential credential) {
    return switch (credential) {
      case Credential.Token(var token) -> map("api_token", token);
      case Credential.ApiKey(var email, var key) -> map("api_email", email, "api_key", key);
    };
  }

  private static Map<String, Object> watch(WatchEntry watch) {
    return map(
        "credential",
        watch.credential(),
        "accounts",
        watch.accounts(),
        "zones",
        watch.zones(),
        "sources",
        watch.sources().stream().sorted().toList(),
        watch.cron() == null ? "every" : "cron",
        watch.cron() == null ? watch.every() : watch.cron(),
        "labels",
        watch.labels());
  }

  private static Map<String, Object> store(StoreSettings settings) {
    return map(
        "url",
        "sqlite:" + settings.file(),
        "retention",
        map("history", settings.history(), "attempts", settings.attempts()));
  }

  private static Map<String, Object> expiry(PolicySettings settings) {
    return map(
        "rungs", settings.rungs(),
        "overrides", each(settings.overrides(), EffectiveConfig::rule));
  }

  private static Map<String, Object> rule(ExpiryRule rule) {
    return map(
        "match", match(rule.match()),
        "rungs", rule.rungs(),
        "severity", rule.severity(),
        "superseded_by", rule.supersededBySubject() ? "subject" : null,
        "mute", rule.mute() ? true : null);
  }

  private static Map<String, Object> match(Matcher match) {
    var all =
        map(
            "source", match.source(),
            "zone", match.zone(),
            "account", match.account(),
            "name", match.name());
    all.putAll(match.labels());
    return all;
  }

  private static Map<String, Object> channel(ChannelSettings channel, OutboundSettings outbound) {
    var all = map("type", channel.type());
    all.putAll(
        switch (channel) {
          case ChannelSettings.Webhook hook ->
              map(
                  "url", hook.url(),
                  "secret", hook.secrets(),
                  "headers", headers(hook.headers()),
                  "timeout", hook.timeout());
          case ChannelSettings.Slack slack -> map("url", slack.url(), "timeout", slack.timeout());
          case ChannelSettings.Alertmanager am -> map("urls", am.urls(), "timeout", am.timeout());
          case ChannelSettings.PagerDuty pager ->
              map(
                  "url", pager.url(),
                  "routing_key", pager.routingKey(),
                  "group_over", pager.groupOver(),
                  "timeout", pager.timeout());
          case ChannelSettings.Email mail ->
              map("smtp", smtp(mail.smtp(), outbound), "from", mail.from(), "to", mail.to());
        });
    all.putAll(map("min_severity", channel.minSeverity()));
    if (!(channel instanceof ChannelSettings.Email)) {
      all.putAll(outbound(outbound));
    }
    return all;
  }

  private static @Nullable Map<String, Object> headers(List<HttpHeader> headers) {
    var all = new LinkedHashMap<String, Object>();
    headers.forEach(one -> all.put(one.name(), one.secret() ? one.value() : one.value().reveal()));
    return all.isEmpty() ? null : all;
  }

  private static Map<String, Object> smtp(Smtp smtp, OutboundSettings outbound) {
    var all =
        map(
            "host", smtp.host(),
            "port", smtp.port(),
            "tls", smtp.tls(),
            "helo", smtp.helo(),
            "auth", smtp.username() == null ? null : smtp.auth(),
            "username", smtp.username(),
            "password", smtp.password());
    all.putAll(outbound(outbound));
    return all;
  }

  private static Map<String, Object> route(Route route) {
    var match = match(route.match());
    match.putAll(map("min_severity", route.minSeverity(), "types", route.types()));
    return map("match", match, "to", route.to(), "continue", route.continueMatching());
  }

  private static Map<String, Object> digest(Digest digest) {
    return map(
        "cron", digest.cron(),
        "within", digest.within(),
        "by", digest.by(),
        "to", digest.to());
  }

  private static @Nullable Map<String, Object> heartbeat(@Nullable Heartbeat heartbeat) {
    if (heartbeat == null) {
      return null;
    }
    var all =
        map("url", heartbeat.url(), "every", heartbeat.every(), "timeout", heartbeat.timeout());
    all.putAll(outbound(heartbeat.outbound()));
    return all;
  }

  private static Map<String, Object> web(WebSettings settings, Path socket) {
    var host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
    return map(
        "listen",
        host + ":" + settings.port(),
        "tls",
        tls(settings.tls()),
        "insecure",
        settings.insecure() ? true : null,
        "basic_auth_users",
        settings.users().isEmpty() ? null : new TreeMap<>(settings.users()),
        "external_url",
        settings.externalUrl(),
        "hosts",
        settings.access().hosts().isEmpty() ? null : settings.access().hosts(),
        "trusted_proxies",
        settings.access().trustedProxies().isEmpty()
            ? null
            : settings.access().trustedProxies().stream().map(AddressRange::toString).toList(),
        "may_change",
        settings.access().mayChange().isEmpty() ? null : settings.access().mayChange(),
        "longest_silence",
        settings.access().longestSilence(),
        "socket",
        socket);
  }

  private static @Nullable Map<String, Object> tls(@Nullable Tls tls) {
    return tls == null
        ? null
        : map("cert_file", tls.cert(), "key_file", tls.key(), "client_ca_file", tls.clientCa());
  }

  private static Map<String, Object> metrics(MetricsSettings settings) {
    return map(
        "certificates", settings.certificates(),
        "horizon", settings.horizon(),
        "max_series", settings.maxSeries(),
        "days", settings.days());
  }

  private static <T> List<Map<String, Object>> each(
      List<T> values, Function<T, Map<String, Object>> print) {
    return values.stream().map(print).toList();
  }

  /** A map of these pairs in their order, without those that have no value. */
  private static Map<String, Object> map(@Nullable Object... pairs) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < pairs.length; i += 2) {
      var value = yaml(pairs[i + 1]);
      if (value != null && !value.equals("")) {
        map.put(String.valueOf(pairs[i]), value);
      }
    }
    return map;
  }

  private static @Nullable Object yaml(@Nullable Object value) {
    return switch (value) {
      case Duration duration -> Durations.print(duration);
      case Enum<?> constant -> ConfigValue.configWord(constant);
      case Globs globs -> globs.patterns();
      case URI uri -> uri.toString();
      case Path path -> path.toString();
      case Collection<?> items -> items.stream().map(EffectiveConfig::yaml).toList();
      case Map<?, ?> named -> {
        var all = new LinkedHashMap<Object, @Nullable Object>();
        named.forEach((name, one) -> all.put(name, yaml(one)));
        yield all;
      }
      case null, default -> value; // a text, a secret, a number or a boolean
    };
  }
}
