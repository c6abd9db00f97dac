package io.certvigil.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Secret;
import io.certvigil.notify.NotifySettings.ChannelSettings;
import io.certvigil.notify.NotifySettings.Smtp;
import io.certvigil.policy.Severity;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
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
  @CsvSource(
      delimiter = '|',
      value = {
        "webhook  | url: https://h.example.com/x, secret: whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz",
        "slack    | url: https://hooks.slack.com/services/x",
        "alertmanager | urls: [https://am.example.com]",
        "pagerduty | routing_key: 0123456789abcdef0123456789abcdef"
      })
  void timeout_isThatOfEveryChannelOverHttp(String type, String keys) {
    var channel = "type: " + type + ", " + keys;

    assertThat(timeoutOf(channel)).isEqualTo("20s");
    assertThat(timeoutOf(channel + ", timeout: 2m")).isEqualTo("2m");
    folder.config(TOKEN + "channels: { c: { " + channel + ", timeout: 11m } }");
    assertThat(folder.problems())
        .singleElement()
        .asString()
        .contains("channels.c.timeout: must be from 1s to 10m, was 11m");
  }

  private String timeoutOf(String channel) {
    folder.config(TOKEN + "channels: { c: { " + channel + " } }");
    return EffectiveConfig.of(folder.load())
        .lines()
        .filter(line -> line.startsWith("    timeout: "))
        .findFirst()
        .orElse("none")
        .replace("    timeout: ", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"monitor.example.com", "monitor", "[192.0.2.1]", "[IPv6:2001:db8::1]"})
  void helo_isANameOrAnAddress(String name) {
    var mail = email("smtp: { host: m, helo: \"" + name + "\" }, from: a@b, to: [c@d]");

    assertThat(mail.smtp().helo()).isEqualTo(name);
    assertThat(mail.smtp().auth()).isEqualTo(Smtp.Auth.PLAIN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "-x", "a_b", "x..y", "192.0.2.1]", "x\\r\\nMAIL"})
  void heloThatNoServerAccepts_isRefused(String name) {
    folder.config(
        TOKEN
            + "channels: { m: { type: email, smtp: { host: m, helo: \""
            + name
            + "\" }, from: a@b, to: [c@d] } }");

    assertThat(folder.problems()).singleElement().asString().contains("channels.m.smtp.helo: must");
  }

  @Test
  void xoauth2_hasAUserAndATokenFromAFile() {
    folder.file("access-token", "ya29.token\n");
    var mail =
        email(
            "smtp: { host: m, auth: xoauth2, username: u@b, password_file: access-token }, from:"
                + " a@b, to: [c@d]");

    assertThat(mail.smtp().auth()).isEqualTo(Smtp.Auth.XOAUTH2);
    assertThat(mail.smtp().password()).isEqualTo(new Secret("ya29.token"));
    folder.file("access-token", "ya29.other\n");
    var token = Objects.requireNonNull(mail.smtp().password());
    assertThat(token.reread()).isTrue();
    assertThat(token.reveal()).isEqualTo("ya29.other");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "auth: xoauth2 | smtp.username: is missing: auth requires a user",
        "auth: login, username: u, password: p | smtp.auth: must be one of plain, xoauth2, was",
        "auth: xoauth2, username: u | smtp.password: is missing: give password or password_file",
      })
  void authWithoutWhatItNeeds_isRefused(String keys, String problem) {
    folder.config(
        TOKEN
            + "channels: { m: { type: email, smtp: { host: m, "
            + keys
            + " }, from: a@b, to: [c@d] } }");

    assertThat(folder.problems()).singleElement().asString().contains("channels.m." + problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "smtp: { host: m }, timeout: 40s",
        "smtp: { host: m, timeout: 40s }",
      })
  void timeoutOfMail_isRefused(String keys) {
    folder.config(TOKEN + "channels: { m: { type: email, " + keys + ", from: a@b, to: [c@d] } }");

    assertThat(folder.problems())
        .singleElement()
        .asString()
        .endsWith(
            ".timeout: is for channels over HTTP; remove it: each phase of a mail has the limit of"
                + " RFC 5321");
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

    var channel = Objects.requireNonNull(folder.load().alerting().channels().get("p"));
    assertThat(channel.minSeverity()).isEqualTo(least);
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

  @Test
  void formerName_isKept_andPrinted() {
    folder.config(
        TOKEN
            + "channels: { s: { type: slack, url: 'https://hooks.slack.com/services/T0/B0/x',"
            + " formerly: old } }");

    var config = folder.load();

    assertThat(config.alerting().formerly()).containsExactly(Map.entry("s", "old"));
    assertThat(EffectiveConfig.of(config)).contains("formerly: old");
  }

  private ChannelSettings.Email email(String keys) {
    folder.config(TOKEN + "channels: { mail: { type: email, " + keys + " } }");
    return (ChannelSettings.Email) folder.load().alerting().channels().values().iterator().next();
  }
}
