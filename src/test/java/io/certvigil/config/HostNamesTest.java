package io.certvigil.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.notify.NotifySettings.ChannelSettings.Email;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hosts with an underscore, in an international alphabet, and addresses, in every key. */
class HostNamesTest {
  private static final String EVERYWHERE =
      """
      cloudflare:
        base_url: https://%1$s/client/v4
        no_proxy: ["%1$s"]
        proxy: http://%1$s:3128
        credentials: { main: { api_token: x } }
      channels:
        hook: { type: webhook, url: "https://%1$s:8443/x", secret: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw }
        am: { type: alertmanager, urls: ["https://u:p@%1$s"] }
        pager: { type: pagerduty, url: "https://%1$s/x", routing_key: 0123456789abcdef0123456789abcdef }
        mail: { type: email, smtp: { host: "%1$s" }, from: a@b.example, to: [c@d.example] }
      heartbeat: { url: "https://%1$s/beat" }
      web: { listen: "%1$s:1", insecure: true, external_url: "https://%1$s/certs" }
      """;

  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource({
    "my_host.example, my_host.example, my_host.example",
    "_a.b_c.example, _a.b_c.example, _a.b_c.example",
    "bücher.example, xn--bcher-kva.example, xn--bcher-kva.example",
    "BÜCHER.example, xn--bcher-kva.example, xn--bcher-kva.example",
    "例え.テスト, xn--r8jz45g.xn--zckzah, xn--r8jz45g.xn--zckzah",
    "192.0.2.7, 192.0.2.7, 192.0.2.7",
    "[2001:db8::7], [2001:db8::7], 2001:db8::7"
  })
  void host_isValidInEveryKey(String host, String inUrl, String plain) {
    var config = new ConfigFolder(temp).config(EVERYWHERE.formatted(host)).load();

    assertThat(config.cloudflare().baseUrl()).hasToString("https://" + inUrl + "/client/v4");
    assertThat(config.cloudflare().outbound().proxy()).hasToString("http://" + inUrl + ":3128");
    assertThat(config.cloudflare().outbound().noProxy().covers(plain, 443)).isTrue();
    var mail = (Email) Objects.requireNonNull(config.alerting().channels().get("mail"));
    assertThat(mail.smtp().host()).isEqualTo(plain);
    assertThat(config.web().host()).isEqualTo(plain);
    assertThat(config.web().externalUrl()).hasToString("https://" + inUrl + "/certs");
  }

  @ParameterizedTest
  @CsvSource({"a b", "a..b", "straße.example", "[::1", "-a.example", "a%20b"})
  void otherText_isReportedForEachKey(String host) {
    var problems = new ConfigFolder(temp).config(EVERYWHERE.formatted(host)).problems();

    assertThat(problems)
        .extracting(
            line -> line.replaceFirst("certvigil.yml:[0-9:]+ ([a-z_.\\[\\]0-9]+): .*", "$1"))
        .contains(
            "cloudflare.base_url",
            "cloudflare.proxy",
            "channels.hook.url",
            "channels.am.urls[0]",
            "channels.pager.url",
            "channels.mail.smtp.host",
            "heartbeat.url",
            "web.external_url");
  }

  @Test
  void hostsOfRequests_areTheSame() {
    var config =
        new ConfigFolder(temp)
            .config(
                """
                cloudflare: { credentials: { main: { api_token: x } } }
                web: { hosts: [my_host, bücher.example, A.example] }
                """)
            .load();

    assertThat(config.web().access().hosts())
        .containsExactly("my_host", "xn--bcher-kva.example", "a.example");
  }
}
