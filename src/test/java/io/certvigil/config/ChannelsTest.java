package io.certvigil.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Secret;
import io.certvigil.notify.NotifySettings.ChannelSettings;
import io.certvigil.notify.NotifySettings.Smtp;
import io.certvigil.policy.Severity;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Valid settings of channels, digests and heartbeat; the {@code invalid-*.yml} files cover invalid
 * ones.
 */
class ChannelsTest {
  private static final String TOKEN = "cloudflare: { credentials: { main: { api_token: x } } }\n";

  @TempDir private Path temp;
  private ConfigFolder folder;

  @BeforeEach
  void folder() {
    folder = new ConfigFolder(temp);
  }

  @ParameterizedTest
  @CsvSource({"starttls,587", "implicit,465", "none,25"})
  void port_dependsOnTls(String tls, int port) {
    var mail = email("smtp: { host: localhost, tls: " + tls + " }, from: a@b, to: [c@d]");

    assertThat(mail.smtp().port()).isEqualTo(port);
  }

  @Test
  void starttls_isTheDefault() {
    var mail = email("smtp: { host: smtp.example.com }, from: a@b, to: [c@d]");

    assertThat(mail.smtp())
        .isEqualTo(new Smtp("smtp.example.com", 587, Smtp.Tls.STARTTLS, null, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@b",
        "ops+certs@mail.example.com",
        "<a@b>",
        "Ops <a@b>",
        "Bert's Büro <a@b>",
        "\"Ops, Team\" <a@b>"
      })
  void address_mayHaveAName(String address) {
    var quoted = "'" + address.replace("'", "''") + "'";
    var mail = email("smtp: { host: m }, from: " + quoted + ", to: [" + quoted + "]");

    assertThat(mail.from()).isEqualTo(address);
    assertThat(mail.to()).containsExactly(address);
  }

  @Test
  void addressThatIsNotOfSlack_isAWarning() {
    folder.config(
        TOKEN + "channels: { s: { type: slack, url: \"https://mm.example.com/SECRET\" } }");

    assertThat(folder.load().alerting().channels()).containsOnlyKeys("s");
    assertThat(folder.warnings())
        .filteredOn(line -> !line.contains("all users can read"))
        .containsExactly(
            "certvigil.yml:2:36: channels.s.url: is not an address of Slack, such as"
                + " https://hooks.slack.com/services/...");
  }

  @Test
  void alertmanager_mayHaveAPassword() {
    folder.config(
        TOKEN
            + "channels: { am: { type: alertmanager, urls: [\"https://u:s3cr3t@am.example.com/x\"]"
            + " } }");

    assertThat(folder.load().alerting().channels().get("am"))
        .isInstanceOfSatisfying(
            ChannelSettings.Alertmanager.class,
            am ->
                assertThat(am.urls())
                    .containsExactly(new Secret("https://u:s3cr3t@am.example.com/x")));
    assertThat(EffectiveConfig.of(folder.load())).doesNotContain("s3cr3t");
  }

  @Test
  void alertmanagerUrls_mayBeInFiles() {
    folder
        .file("one", "http://127.0.0.1:9093\n")
        .config(TOKEN + "channels: { am: { type: alertmanager, urls_file: [one] } }");

    assertThat(folder.load().alerting().channels()).containsOnlyKeys("am");
  }

  @Test
  void pagerDuty_mayUseTheEuropeanUrl() {
    folder.config(
        TOKEN
            + "channels: { p: { type: pagerduty, routing_key: 0123456789abcdef0123456789abcdef,"
            + " url: https://events.eu.pagerduty.com/v2/enqueue } }");

    assertThat(folder.load().alerting().channels().get("p"))
        .isInstanceOfSatisfying(
            ChannelSettings.PagerDuty.class,
            pager ->
                assertThat(pager.url())
                    .isEqualTo(URI.create("https://events.eu.pagerduty.com/v2/enqueue")));
  }

  @ParameterizedTest
  @CsvSource({"'',CRITICAL,0", "min_severity: critical,CRITICAL,0", "min_severity: info,INFO,1"})
  void pagerDuty_pagesForCriticalAlerts_andForOthersWithAWarning(
      String key, Severity least, int warnings) {
    folder.config(
        TOKEN
            + "channels: { p: { type: pagerduty, routing_key: 0123456789abcdef0123456789abcdef, "
            + key
            + " } }");

    assertThat(folder.load().alerting().channels().get("p").minSeverity()).isEqualTo(least);
    assertThat(folder.warnings().stream().filter(line -> line.contains("channels.p.min_severity")))
        .hasSize(warnings)
        .allMatch(line -> line.contains("leave it out to page for critical alerts only"));
  }

  @Test
  void digestAndHeartbeat_haveDefaults() {
    folder.config(
        TOKEN
            + """
            channels: { s: { type: slack, url: "https://hooks.slack.com/services/T0/B0/x" } }
            digests: [{ cron: "0 0 8 ? * MON", to: [s] }]
            heartbeat: { url: "http://127.0.0.1:8080/ping" }
            """);

    var alerting = folder.load().alerting();

    assertThat(alerting.digests().getFirst().within()).isEqualTo(Duration.ofDays(60));
    assertThat(alerting.digests().getFirst().by()).isEmpty();
    assertThat(alerting.heartbeat())
        .satisfies(beat -> assertThat(beat.every()).isEqualTo(Duration.ofMinutes(5)));
  }

  private ChannelSettings.Email email(String keys) {
    folder.config(TOKEN + "channels: { mail: { type: email, " + keys + " } }");
    return (ChannelSettings.Email) folder.load().alerting().channels().values().iterator().next();
  }
}
