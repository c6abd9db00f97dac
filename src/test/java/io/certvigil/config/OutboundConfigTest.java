package io.certvigil.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Secret;
import io.certvigil.net.OutboundSettings;
import io.certvigil.net.ProxyServer;
import io.certvigil.web.server.TestAuthority;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code proxy}, {@code no_proxy}, {@code ca_file} and client certificate; environment and keys.
 */
class OutboundConfigTest {
  private static final TestAuthority AUTHORITY = new TestAuthority();
  private static final String TOKEN =
      "cloudflare: { credentials: { main: { api_token_file: token } } }\n";
  private static final String ALL =
      """
      cloudflare: { %1$s, credentials: { main: { api_token_file: token } } }
      channels:
        a: { type: slack, url: "https://hooks.slack.com/services/x", %1$s }
        m: { type: email, smtp: { host: mail.example, %1$s }, from: a@b.example, to: [c@d.example] }
      heartbeat: { url: "https://hc.example/x", %1$s }
      """;

  @TempDir private Path temp;
  private ConfigFolder folder;

  @BeforeEach
  void write() {
    folder = new ConfigFolder(temp).file("token", "t0ken\n");
    var client = AUTHORITY.issue("CN=certvigil");
    TestAuthority.write(temp.resolve("ca.crt"), AUTHORITY.certificate());
    TestAuthority.write(temp.resolve("client.crt"), client.certificate());
    TestAuthority.write(temp.resolve("client.key"), client.key());
    TestAuthority.write(temp.resolve("other.key"), AUTHORITY.issue("CN=other").key());
  }

  private static List<OutboundSettings> each(Config config) {
    return List.of(
        config.cloudflare().outbound(),
        config.alerting().outbound("a"),
        config.alerting().outbound("m"),
        Objects.requireNonNull(config.alerting().heartbeat()).outbound());
  }

  @Test
  void keys_bindInEverySection() {
    var keys =
        "proxy: \"http://us%40er:pa55@proxy.example:3128\", no_proxy: [.corp.example, 10.0.0.0/8],"
            + " ca_file: ca.crt, client_cert_file: client.crt, client_key_file: client.key";

    var all = each(folder.config(ALL.formatted(keys)).load());

    assertThat(all)
        .extracting(OutboundSettings::section)
        .containsExactly("cloudflare", "channels.a", "channels.m.smtp", "heartbeat");
    assertThat(all)
        .allSatisfy(
            one -> {
              assertThat(one.proxy())
                  .isEqualTo(
                      new ProxyServer("proxy.example", 3128, false, "us@er", new Secret("pa55")));
              assertThat(one.fromEnvironment()).isFalse();
              assertThat(one.noProxy().entries()).containsExactly(".corp.example", "10.0.0.0/8");
              assertThat(Objects.requireNonNull(one.ca()).certificates())
                  .containsExactly(AUTHORITY.certificate());
              assertThat(Objects.requireNonNull(one.identity()).keyFile())
                  .isEqualTo(temp.resolve("client.key"));
            });
  }

  @Test
  void environment_isTheDefaultEverywhere() {
    folder
        .env("HTTPS_PROXY", "http://upper.example:1")
        .env("https_proxy", "user:pa55@lower.example:3128")
        .env("NO_PROXY", "localhost,.corp.example")
        .env("SSL_CERT_FILE", temp.resolve("ca.crt").toString());

    var config = folder.config(ALL.formatted("ca_file: ca.crt")).load();

    assertThat(each(config))
        .allSatisfy(
            one -> {
              assertThat(one.proxy()).hasToString("http://***@lower.example:3128");
              assertThat(one.fromEnvironment()).isTrue();
              assertThat(one.noProxy().entries()).containsExactly("localhost", ".corp.example");
              assertThat(Objects.requireNonNull(one.ca()).file()).isEqualTo(temp.resolve("ca.crt"));
            });
    assertThat(EffectiveConfig.of(config))
        .contains("proxy: http://***@lower.example:3128", "no_proxy:", "ca_file: ")
        .doesNotContain("pa55");
    assertThat(config.scrubber().scrub("dXNlcjpwYTU1 user:pa55 pa55"))
        .doesNotContain("pa55", "dXNl");
  }

  @Test
  void none_overridesTheEnvironment() {
    var config =
        folder.env("HTTPS_PROXY", "http://p.example:1").config(ALL.formatted("proxy: none")).load();

    assertThat(each(config)).extracting(OutboundSettings::proxy).containsOnlyNulls();
  }

  @Test
  void proxyFile_isRead() {
    var config =
        folder
            .file("proxy", "http://u:pa55@p.example:8080\n")
            .config(ALL.formatted("proxy_file: proxy"))
            .load();

    assertThat(each(config))
        .extracting(one -> String.valueOf(one.proxy()))
        .containsOnly("http://***@p.example:8080");
  }

  @Test
  void proxyWithPassword_countsAsASecretInTheFile() {
    folder.config(ALL.formatted("proxy: \"http://u:pa55@p.example:8080\""));

    assertThat(folder.warnings())
        .anyMatch(line -> line.contains("is a secret in a file that all users can read"));
  }

  @Test
  void badValues_sayWhatToDo() {
    folder.file("not-pem", "x\n");

    assertThat(
            folder
                .config(
                    """
                    cloudflare:
                      proxy: socks5://proxy.example:1080
                      no_proxy: [10.0.0.0/33, ok.example]
                      ca_file: not-pem
                      client_cert_file: client.crt
                      client_key_file: other.key
                      credentials: { main: { api_token_file: token } }
                    heartbeat:
                      url: https://hc.example/x
                      proxy: "http://u:SECRET@proxy.example:port"
                      ca_file: absent.crt
                      client_key_file: client.key
                    """)
                .problems())
        .containsExactly(
            "certvigil.yml:2:10: cloudflare.proxy: is a SOCKS proxy, which is not supported: give"
                + " an HTTP proxy, an address such as http://proxy.example.com:3128, or none",
            "certvigil.yml:3:14: cloudflare.no_proxy[0]: must be a range such as 10.0.0.0/8, was"
                + " 10.0.0.0/33",
            "certvigil.yml:4:12: cloudflare.ca_file: not-pem contains no certificate: PEM text with"
                + " BEGIN CERTIFICATE is required",
            "certvigil.yml:6:3: cloudflare.client_key_file: is not the key of the certificate in"
                + " client_cert_file",
            "certvigil.yml:9:3: heartbeat.client_cert_file: is missing: client_key_file requires"
                + " it",
            "certvigil.yml:10:10: heartbeat.proxy: must have a port from 1 to 65535, or none",
            "certvigil.yml:11:12: heartbeat.ca_file: no such file in FOLDER nor in credentials;"
                + " CREDENTIALS_DIRECTORY is not set");
  }

  @Test
  void badEnvironment_isReportedOnce() {
    folder
        .env("HTTPS_PROXY", "socks5://u:SECRET@p.example")
        .env("NO_PROXY", "a b|c, ok.example")
        .env("SSL_CERT_FILE", temp.resolve("absent").toString());

    assertThat(folder.config(ALL.formatted("no_proxy: []")).problems())
        .containsExactly(
            "certvigil.yml: HTTPS_PROXY: in the environment is a SOCKS proxy, which is not"
                + " supported: give an HTTP proxy, an address such as"
                + " http://proxy.example.com:3128; correct or unset it",
            "certvigil.yml: SSL_CERT_FILE: in the environment: absent does not exist, or unset it");
  }

  @Test
  void badEntryOfNoProxy_inTheEnvironment_isAWarning() {
    assertThat(folder.env("NO_PROXY", "b|c, ok.example").config(TOKEN).warnings())
        .anyMatch(line -> line.startsWith("certvigil.yml: NO_PROXY: b|c must be the name"));
  }

  @Test
  void changedContentOfAFile_isAnotherSetting() {
    var before = folder.config(ALL.formatted("ca_file: ca.crt")).load();
    var same = folder.load();
    TestAuthority.write(temp.resolve("ca.crt"), new TestAuthority().certificate());
    var after = folder.load();

    assertThat(same.cloudflare()).isEqualTo(before.cloudflare());
    assertThat(after.cloudflare()).isNotEqualTo(before.cloudflare());
    assertThat(after.alerting().channels()).isEqualTo(before.alerting().channels());
  }

  @Test
  void nothingIsRead_withoutSecrets() {
    folder.env("HTTPS_PROXY", "socks5://x").env("SSL_CERT_FILE", "/absent");

    var config =
        Config.loadWithoutSecrets(
            folder.config(ALL.formatted("ca_file: absent, proxy_file: absent")).sources());

    assertThat(each(config)).extracting(OutboundSettings::proxy).containsOnlyNulls();
  }
}
