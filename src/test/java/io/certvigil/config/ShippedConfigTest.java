package io.certvigil.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Secret;
import io.certvigil.net.TrustFile;
import io.certvigil.notify.NotifySettings.ChannelSettings;
import io.certvigil.notify.NotifySettings.Digest;
import io.certvigil.notify.NotifySettings.Heartbeat;
import io.certvigil.notify.NotifySettings.HttpHeader;
import io.certvigil.notify.NotifySettings.Smtp;
import io.certvigil.policy.PolicySettings;
import io.certvigil.policy.Severity;
import io.certvigil.web.server.TestAuthority;
import io.certvigil.web.server.WebSettings.Tls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped config file: unchanged, and with every commented key enabled. */
class ShippedConfigTest {
  private static final Path SHIPPED = Path.of("config/certvigil.yml");
  private static final Pattern SWITCHED_OFF = Pattern.compile("(?m)^( *)#([^ #\n])");
  private static final String SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
  private static final String SLACK = "https://hooks.slack.com/services/T0/B0/x";
  private static final Secret PASSWORD = new Secret("pa55 word");
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  private static final String HASH = "$2b$12$hNf2lSsxfm0.i4a.1kVpSOVyBCfIB51VRjgBUyv6kdnyTlgWj81Ay";

  private static final RecursiveComparisonConfiguration EXCEPT_WARNINGS =
      RecursiveComparisonConfiguration.builder()
          .withIgnoreAllOverriddenEquals(false)
          .withIgnoredFields("warnings")
          .build();

  @TempDir private Path temp;
  private ConfigFolder folder;

  @BeforeEach
  void credentials() {
    folder =
        new ConfigFolder(temp)
            .env("CREDENTIALS_DIRECTORY", temp.resolve("credentials").toString())
            .file("credentials/cloudflare-token", "t0ken\n")
            .file("credentials/legacy-key", "key\n")
            .file("credentials/hook-url", "https://hooks.example.com/x\n")
            .file("credentials/hook-secret", SECRET + "\n")
            .file("credentials/hook-authorization", "Bearer pa55\n")
            .file("credentials/slack-url", SLACK + "\n")
            .file("credentials/pd-key", KEY + "\n")
            .file("credentials/smtp-password", "pa55 word\n")
            .file("credentials/heartbeat-url", "https://hc.example.com/x\n");
    var authority = new TestAuthority();
    var web = authority.issue("CN=web");
    TestAuthority.write(temp.resolve("web.crt"), web.certificate());
    TestAuthority.write(temp.resolve("credentials/web.key"), web.key());
    TestAuthority.write(temp.resolve("web-clients.crt"), authority.certificate());
    TestAuthority.write(temp.resolve("company-ca.crt"), authority.certificate());
    TestAuthority.write(temp.resolve("client.crt"), web.certificate());
    TestAuthority.write(temp.resolve("client.key"), web.key());
  }

  @Test
  void shippedFile_hasOnlyDefaults() throws IOException {
    var shipped = folder.config(Files.readString(SHIPPED)).load();
    var bare =
        folder
            .config("cloudflare: { credentials: { main: { api_token_file: cloudflare-token } } }")
            .load();

    assertThat(shipped).usingRecursiveComparison(EXCEPT_WARNINGS).isEqualTo(bare);
  }

  @Test
  void everyKey_binds() throws IOException {
    var config = folder.config(everything()).load();

    assertThat(config.warnings()).isEmpty();
    assertThat(config.installation()).isEqualTo("prod-eu");
    assertThat(config.timezone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(config.watch())
        .extracting(watch -> watch.name() + " " + watch.cron())
        .containsExactly("main null", "legacy 0 0 6 * * ?");
    assertThat(config.expiry().overrides()).hasSize(3);
    assertThat(config.alerting().routes()).hasSize(2);
    assertThat(config.web().externalUrl()).hasToString("https://certs.example.com");
    assertThat(config.web().tls())
        .isEqualTo(
            new Tls(
                temp.resolve("web.crt"),
                temp.resolve("credentials/web.key"),
                temp.resolve("web-clients.crt")));
    assertThat(config.web().access().hosts()).containsExactly("certvigil.example.net");
    assertThat(config.web().access().trustedProxies())
        .extracting(Object::toString)
        .containsExactly("127.0.0.1/32", "10.0.0.0/8");
    assertThat(config.web().access().mayChange()).containsExactly("alice", "cn:ops");
    assertThat(config.web().access().longestSilence()).isEqualTo(Duration.ofDays(90));
    assertThat(config.web().users())
        .isEqualTo(Map.of("prom", new Secret(HASH), "alice", new Secret(HASH)));
  }

  @Test
  void wayOut_binds() throws IOException {
    var outbound = folder.config(everything()).load().cloudflare().outbound();

    assertThat(outbound.proxy()).hasToString("http://proxy.example.com:3128");
    assertThat(outbound.noProxy().entries())
        .containsExactly(".corp.example.com", "10.0.0.0/8", "relay.example.net:25");
    assertThat(outbound.ca())
        .isNotNull()
        .extracting(TrustFile::file)
        .isEqualTo(temp.resolve("company-ca.crt"));
    assertThat(outbound.identity()).isNotNull();
  }

  @Test
  void everyChannel_binds() throws IOException {
    var channels = folder.config(everything()).load().alerting().channels();

    var smtp =
        new Smtp(
            "smtp.example.com",
            587,
            Smtp.Tls.STARTTLS,
            "certvigil",
            PASSWORD,
            "monitor.example.com",
            Smtp.Auth.PLAIN);
    assertThat(channels)
        .containsExactly(
            Map.entry(
                "ops-hook",
                new ChannelSettings.Webhook(
                    new Secret("https://hooks.example.com/x"),
                    List.of(new Secret(SECRET)),
                    Severity.INFO,
                    List.of(
                        new HttpHeader("Authorization", new Secret("Bearer pa55"), true),
                        new HttpHeader("X-Team", new Secret("platform"), false)),
                    io.certvigil.notify.NotifySettings.DEFAULT_TIMEOUT)),
            Map.entry("slack", new ChannelSettings.Slack(new Secret(SLACK), Severity.WARNING)),
            Map.entry(
                "am",
                new ChannelSettings.Alertmanager(
                    List.of(new Secret("http://127.0.0.1:9093")), Severity.INFO)),
            Map.entry(
                "pager",
                new ChannelSettings.PagerDuty(
                    URI.create("https://events.pagerduty.com/v2/enqueue"),
                    new Secret(KEY),
                    Severity.CRITICAL,
                    20)),
            Map.entry(
                "mail",
                new ChannelSettings.Email(
                    smtp,
                    "Certvigil <certvigil@example.com>",
                    List.of("ops@example.com"),
                    Severity.INFO)));
  }

  @Test
  void digestsAndHeartbeat_bind() throws IOException {
    var alerting = folder.config(everything()).load().alerting();

    assertThat(alerting.digests())
        .containsExactly(new Digest("0 0 8 ? * MON", Duration.ofDays(60), "team", List.of("mail")));
    assertThat(alerting.heartbeat())
        .extracting(Heartbeat::url, Heartbeat::every)
        .containsExactly(new Secret("https://hc.example.com/x"), Duration.ofMinutes(5));
  }

  @Test
  void defaultsShown_areTheDefaults() throws IOException {
    var config = folder.config(everything()).load();

    assertThat(config.expiry().rungs()).isEqualTo(PolicySettings.DEFAULTS.rungs());
    assertThat(config.metrics()).isEqualTo(io.certvigil.metrics.MetricsSettings.DEFAULTS);
    assertThat(config.log()).isEqualTo(LogSettings.DEFAULTS);
    assertThat(config.cloudflare().timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.cloudflare().requestsPer5m()).isEqualTo(600);
    assertThat(config.store().history()).isEqualTo(Duration.ofDays(730));
    assertThat(config.store().attempts()).isEqualTo(Duration.ofDays(90));
  }

  @Test
  void effective_bindsToTheSame() throws IOException {
    var config = folder.config(everything()).load();
    var said =
        EffectiveConfig.of(config)
            .replace("api_token: '***'", "api_token: t0ken")
            .replace("api_key: '***'", "api_key: key")
            .replace("routing_key: '***'", "routing_key: " + KEY)
            .replace("prom: '***'", "prom: " + HASH)
            .replace("alice: '***'", "alice: " + HASH)
            .replace("password: '***'", "password: pa55 word")
            .replace("Authorization: '***'", "Authorization: Bearer pa55")
            .replace("secret:\n      - '***'", "secret: [" + SECRET + "]")
            .replace("urls:\n      - '***'", "urls: ['http://127.0.0.1:9093']")
            .replaceFirst("url: '\\*\\*\\*'", "url: https://hooks.example.com/x")
            .replaceFirst("url: '\\*\\*\\*'", "url: " + SLACK)
            .replaceFirst("url: '\\*\\*\\*'", "url: https://hc.example.com/x");

    assertThat(said).doesNotContain("***");
    var again = folder.config(said).load();

    assertThat(again).usingRecursiveComparison(EXCEPT_WARNINGS).isEqualTo(config);
  }

  private static String everything() throws IOException {
    return SWITCHED_OFF.matcher(Files.readString(SHIPPED)).replaceAll("$1$2");
  }
}
