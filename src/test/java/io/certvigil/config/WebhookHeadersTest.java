package io.certvigil.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Secret;
import io.certvigil.notify.NotifySettings.ChannelSettings.Webhook;
import io.certvigil.notify.NotifySettings.HttpHeader;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code channels.X.headers}. */
class WebhookHeadersTest {
  private static final String CONFIG =
      """
      cloudflare: { credentials: { main: { api_token_file: token } } }
      channels:
        hook:
          type: webhook
          url: ${URL}
          secret: ${SIGNING}
          headers: %s
      """;

  @TempDir private Path temp;
  private ConfigFolder folder;

  @BeforeEach
  void write() {
    folder =
        new ConfigFolder(temp)
            .file("token", "t0ken\n")
            .file("bearer", "Bearer s3cr3t-of-a-file\n")
            .env("SIGNING", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
            .env("URL", "https://hooks.example.com/x")
            .env("TENANT", "s3cr3t-of-a-variable");
  }

  private List<HttpHeader> headers(Config config) {
    return ((Webhook) Objects.requireNonNull(config.alerting().channels().get("hook"))).headers();
  }

  @Test
  void values_areRead_andSecretsAreHidden() {
    var config =
        folder
            .config(
                CONFIG.formatted(
                    "{ X-Team: platform, Authorization_file: bearer, X-Tenant: \"${TENANT}\","
                        + " X-Api-Key: s3cr3t-inline }"))
            .load();

    assertThat(headers(config))
        .containsExactly(
            new HttpHeader("X-Team", new Secret("platform"), false),
            new HttpHeader("Authorization", new Secret("Bearer s3cr3t-of-a-file"), true),
            new HttpHeader("X-Tenant", new Secret("s3cr3t-of-a-variable"), true),
            new HttpHeader("X-Api-Key", new Secret("s3cr3t-inline"), true));
    assertThat(EffectiveConfig.of(config))
        .contains("X-Team: platform", "Authorization: '***'", "X-Tenant: '***'")
        .doesNotContain("s3cr3t");
    assertThat(config.scrubber().scrub("s3cr3t-of-a-variable of team platform"))
        .isEqualTo("*** of team platform");
    assertThat(config.warnings())
        .anyMatch(line -> line.contains("channels.hook.headers.X-Api-Key: is a secret in a file"));
  }

  @Test
  void reservedAndInvalidHeaders_areRefused() {
    assertThat(
            folder
                .config(
                    CONFIG.formatted(
                        """
                        { content-type: a, Webhook-Signature: a, Host: a, Proxy-Authorization: a,
                          "X Y": a, X-A: a, x-a: b, X-B: "caf\\u00e9", X-C_file: absent,
                          X-D: "${ABSENT}" }\
                        """))
                .problems())
        .extracting(line -> line.replaceFirst("certvigil.yml:[0-9:]+ channels.hook.headers.", ""))
        .containsExactly(
            "content-type: is reserved: the program sets it itself",
            "Webhook-Signature: is reserved: the program sets it itself",
            "Host: is reserved: the program sets it itself",
            "Proxy-Authorization: is reserved: the program sets it itself",
            "X Y: is not the name of a header: letters, digits and -",
            "x-a: is given twice",
            "X-B: must be at most 4096 printable ASCII characters, without blanks at its ends",
            "X-C_file: no such file in FOLDER nor in credentials; CREDENTIALS_DIRECTORY is not set",
            "X-D: the environment does not contain the variable ABSENT");
  }

  @Test
  void headers_areNotRead_withoutSecrets() {
    var config =
        Config.loadWithoutSecrets(
            folder.config(CONFIG.formatted("{ Authorization_file: absent }")).sources());

    assertThat(headers(config)).hasSize(1);
  }
}
