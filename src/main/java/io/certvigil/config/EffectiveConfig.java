package io.certvigil.config;

import static io.certvigil.config.EffectiveValues.HIDDEN;
import static io.certvigil.config.EffectiveValues.map;
import static io.certvigil.config.EffectiveValues.match;
import static io.certvigil.config.EffectiveValues.word;

import io.certvigil.cloudflare.http.Credential;
import io.certvigil.model.Durations;
import io.certvigil.model.Source;
import io.certvigil.policy.PolicySettings.ExpiryRule;
import io.certvigil.sweep.WatchEntry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    return new Dump(settings).dumpToString(root(config));
  }

  private static Map<String, Object> root(Config config) {
    var alerting = config.alerting();
    return map(
        "installation", config.installation(),
        "cloudflare", cloudflare(config.cloudflare()),
        "watch", config.watch().stream().map(EffectiveConfig::watch).toList(),
        "store", store(config.store()),
        "expiry", expiry(config.expiry()),
        "channels", EffectiveAlerting.channels(alerting.channels()),
        "routes", alerting.routes().stream().map(EffectiveAlerting::route).toList(),
        "digests", alerting.digests().stream().map(EffectiveAlerting::digest).toList(),
        "heartbeat", EffectiveAlerting.heartbeat(alerting.heartbeat()),
        "web", web(config.web()),
        "metrics", metrics(config.metrics()),
        "log", map("format", word(config.log().format()), "level", word(config.log().level())));
  }

  private static Map<String, Object> cloudflare(
      io.certvigil.cloudflare.http.CloudflareSettings settings) {
    var credentials = new LinkedHashMap<String, Object>();
    settings.credentials().forEach((name, how) -> credentials.put(name, credential(how)));
    return map(
        "base_url", settings.baseUrl().toString(),
        "timeout", Durations.print(settings.timeout()),
        "requests_per_5m", settings.requestsPer5m(),
        "credentials", credentials);
  }

  private static Map<String, Object> credential(Credential credential) {
    return switch (credential) {
      case Credential.Token token -> map("api_token", HIDDEN);
      case Credential.ApiKey key -> map("api_email", key.email(), "api_key", HIDDEN);
    };
  }

  private static Map<String, Object> watch(WatchEntry watch) {
    boolean cron = watch.cron() != null;
    return map(
        "credential",
        watch.credential(),
        "accounts",
        watch.accounts().patterns(),
        "zones",
        watch.zones().patterns(),
        "sources",
        watch.sources().stream().sorted().map(Source::word).toList(),
        cron ? "cron" : "every",
        cron ? watch.cron() : Durations.print(watch.every()),
        "labels",
        Map.copyOf(watch.labels()));
  }

  private static Map<String, Object> store(io.certvigil.store.StoreSettings settings) {
    return map(
        "url",
        "sqlite:" + settings.file(),
        "retention",
        map(
            "history", Durations.print(settings.history()),
            "attempts", Durations.print(settings.attempts())));
  }

  private static Map<String, Object> expiry(io.certvigil.policy.PolicySettings settings) {
    return map(
        "rungs", durations(settings.rungs()),
        "overrides", settings.overrides().stream().map(EffectiveConfig::rule).toList());
  }

  private static Map<String, Object> rule(ExpiryRule rule) {
    return map(
        "match", match(rule.match()),
        "rungs", rule.rungs() == null ? null : durations(rule.rungs()),
        "severity", rule.severity() == null ? null : rule.severity().word(),
        "superseded_by", rule.supersededBySubject() ? "subject" : null,
        "mute", rule.mute() ? true : null);
  }

  private static Map<String, Object> web(io.certvigil.web.server.WebSettings settings) {
    var host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
    var url = settings.externalUrl();
    return map(
        "listen",
        host + ":" + settings.port(),
        "tls",
        tls(settings.tls()),
        "insecure",
        settings.insecure() ? true : null,
        "basic_auth_users",
        settings.users().isEmpty() ? null : hidden(settings.users().keySet()),
        "external_url",
        url == null ? null : url.toString());
  }

  private static @Nullable Map<String, Object> tls(
      io.certvigil.web.server.WebSettings.@Nullable Tls settings) {
    if (settings == null) {
      return null;
    }
    var clients = settings.clientCa();
    return map(
        "cert_file", settings.cert().toString(),
        "key_file", settings.key().toString(),
        "client_ca_file", clients == null ? null : clients.toString());
  }

  private static Map<String, Object> hidden(Set<String> names) {
    var all = new LinkedHashMap<String, Object>();
    names.stream().sorted().forEach(name -> all.put(name, HIDDEN));
    return all;
  }

  private static Map<String, Object> metrics(io.certvigil.metrics.MetricsSettings settings) {
    return map(
        "certificates", word(settings.certificates()),
        "horizon", Durations.print(settings.horizon()),
        "max_series", settings.maxSeries(),
        "days", settings.days());
  }

  private static List<String> durations(List<Duration> durations) {
    return durations.stream().map(Durations::print).toList();
  }
}
