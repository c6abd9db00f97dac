package io.certvigil.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Source;
import io.certvigil.policy.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the outward contract, without keys that this version does not support. */
class ContractTest {
  private static final String EXAMPLE =
      """
      installation: prod-eu                     # names this daemon in every alert
      cloudflare:
        base_url: https://api.cloudflare.com/client/v4
        timeout: 30s
        requests_per_5m: 600
        credentials:
          main: { api_token_file: cloudflare-token }
          legacy: { api_email: ops@example.com, api_key_file: legacy-key }
      watch:
        - credential: main
          accounts: ["*"]
          zones: ["*", "!*.dev.example"]
          sources: ["*"]
          every: 1h
          labels: { team: platform }
      store:
        url: sqlite:/var/lib/certvigil/certvigil.db
        retention: { history: 730d, attempts: 90d }
      expiry:
        rungs: [60d, 30d, 14d, 7d, 3d, 1d]
        overrides:
          - match: { source: origin_ca, zone: "*.shop.example", name: "edge-*" }
            rungs: [180d, 90d, 30d]
      channels:
        ops-hook: { type: webhook, url_file: hook-url, secret_file: hook-secret }
        slack: { type: slack, url_file: slack-url, min_severity: warning }
        am: { type: alertmanager, urls: [http://127.0.0.1:9093] }
        pager: { type: pagerduty, routing_key_file: pd-key }
        mail: { type: email, smtp: { host: smtp.example.com, port: 587, tls: starttls, username: x, password_file: smtp }, from: a@b, to: [c@d] }
      routes:
        - match: { team: platform, source: client_certificates, zone: "*.example.com", name: "*", min_severity: warning, types: ["certificate.*"] }
          to: [ops-hook, slack]
      digests:
        - { cron: "0 0 8 ? * MON", within: 60d, by: team, to: [mail] }
      heartbeat: { url_file: heartbeat-url, every: 5m }
      web: { listen: 127.0.0.1:10365, external_url: https://certs.example.com }
      metrics: { certificates: expiring, horizon: 60d, max_series: 10000, days: true }
      log: { format: text, level: info }
      """;

  @TempDir private Path temp;
  private ConfigFolder folder;

  @BeforeEach
  void example() {
    folder =
        new ConfigFolder(temp)
            .file("cloudflare-token", "t0ken")
            .file("legacy-key", "k3y")
            .file("slack-url", "https://hooks.slack.com/services/T0/B0/x")
            .file("pd-key", "0123456789abcdef0123456789abcdef")
            .file("smtp", "pa55")
            .file("heartbeat-url", "https://hc.example.com/x")
            .file("hook-url", "https://hooks.example.com/x")
            .file("hook-secret", "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
            .config(EXAMPLE);
  }

  @Test
  void example_binds() {
    var config = folder.load();

    assertThat(config.installation()).isEqualTo("prod-eu");
    assertThat(config.store().file()).isEqualTo(Path.of("/var/lib/certvigil/certvigil.db"));
    assertThat(folder.warnings())
        .containsExactly("certvigil.yml:9:1: watch: no entry uses the credential legacy");
  }

  @Test
  void override_hasItsMatchAndRungs() {
    var override = folder.load().expiry().overrides().getFirst();

    assertThat(override.match().source()).isEqualTo("origin_ca");
    assertThat(override.rungs())
        .isEqualTo(List.of(Duration.ofDays(180), Duration.ofDays(90), Duration.ofDays(30)));
    assertThat(override.mute()).isFalse();
  }

  @Test
  void route_matchesTheLabelsOfWatch() {
    var route = folder.load().alerting().routes().getFirst();

    assertThat(route.match().labels()).isEqualTo(Map.of("team", "platform"));
    assertThat(route.minSeverity()).isEqualTo(Severity.WARNING);
    assertThat(route.types()).containsExactly("certificate.*");
    assertThat(route.to()).containsExactly("ops-hook", "slack");
  }

  @Test
  void unsupportedSource_isReportedAndLeftOut() {
    folder.config(EXAMPLE.replace("sources: [\"*\"]", "sources: [client_certificates, origin_ca]"));

    var config = folder.load();

    assertThat(config.watch().getFirst().sources()).containsExactly(Source.CLIENT_CERTIFICATES);
    assertThat(folder.warnings())
        .contains(
            "certvigil.yml:13:5: watch[0].sources: version 9.9.9 does not read origin_ca yet");
  }

  @Test
  void severalEntriesOfOneCredential_haveDifferentNames() {
    folder.config(
        EXAMPLE.replace(
            "store:\n", "  - { credential: main }\n  - { credential: legacy }\nstore:\n"));

    assertThat(folder.load().watch())
        .extracting(watch -> watch.name())
        .containsExactly("main", "main-2", "legacy");
  }

  @Test
  void severalCredentialsWithoutWatch_haveAnEntryEach() {
    folder.config("cloudflare: { credentials: { a: { api_token: x }, b: { api_token: y } } }");

    assertThat(folder.load().watch()).extracting(watch -> watch.name()).containsExactly("a", "b");
  }

  @Test
  void cron_hasItsGapAsInterval() {
    folder.config(EXAMPLE.replace("every: 1h", "cron: \"0 0 * * * ?\""));

    var watch = folder.load().watch().getFirst();

    assertThat(watch.cron()).isEqualTo("0 0 * * * ?");
    assertThat(watch.every()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void stateDirectory_holdsTheDatabase() {
    folder
        .env("STATE_DIRECTORY", "/srv/state:/srv/other")
        .config(EXAMPLE.replace("  url: sqlite:/var/lib/certvigil/certvigil.db\n", ""));

    assertThat(folder.load().store().file()).isEqualTo(Path.of("/srv/state/certvigil.db"));
  }

  @Test
  void configurationDirectory_holdsTheFile() {
    var systemd =
        new ConfigFolder(temp)
            .env("CONFIGURATION_DIRECTORY", temp.resolve("conf").toString())
            .file("etc/certvigil.yml", "installation: etc")
            .file("conf/certvigil.yml", "installation: systemd")
            .env("CLOUDFLARE_API_TOKEN", "t");

    assertThat(systemd.load().installation()).isEqualTo("systemd");
  }

  @Test
  void defaultFile_isReadIfNoOtherIsNamed() {
    var usual =
        new ConfigFolder(temp)
            .env("CONFIGURATION_DIRECTORY", temp.resolve("conf").toString())
            .file("etc/certvigil.yml", "installation: etc")
            .env("CLOUDFLARE_API_TOKEN", "t");

    assertThat(usual.load().installation()).isEqualTo("etc");
  }

  @Test
  void missingFile_isNotReplacedByADefault() {
    var missing =
        new ConfigFolder(temp)
            .configFile(temp.resolve("nope.yml"))
            .env("CLOUDFLARE_API_TOKEN", "t");

    assertThat(missing.problems()).containsExactly("nope.yml: there is no such file");
  }

  @Test
  void folderAsAFile_isReported() {
    var wrong = new ConfigFolder(temp).file("dir/x", "").configFile(temp.resolve("dir"));

    assertThat(wrong.problems()).containsExactly("dir: is a folder");
  }

  @Test
  void fileTooLarge_isRejected() {
    folder.config("#".repeat(1024 * 1024 + 1));

    assertThat(folder.problems()).containsExactly("certvigil.yml: is larger than 1 MiB");
  }

  @Test
  void brokenFiles_giveOnlyProblems() {
    for (int end = 0; end < EXAMPLE.length(); end++) {
      folder.config(EXAMPLE.substring(0, end));
      folder.problems();
      folder.config(EXAMPLE.substring(0, end) + "}\u0000{[" + EXAMPLE.substring(end));
      folder.problems();
    }
  }
}
