package io.certvigil.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cloudflare.http.Credential;
import io.certvigil.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  private static final String FROM_FILE =
      "cloudflare: { credentials: { main: { api_token_file: token } } }";

  @TempDir private Path temp;
  private ConfigFolder folder;

  @BeforeEach
  void folder() {
    folder = new ConfigFolder(temp);
  }

  @Test
  void credentialsOfSystemd_takePrecedenceOverTheConfigFolder() {
    folder
        .env("CREDENTIALS_DIRECTORY", temp.resolve("cred").toString())
        .file("token", "beside")
        .file("cred/token", "systemd\n")
        .config(FROM_FILE);

    assertThat(token()).isEqualTo("systemd");
  }

  @Test
  void fileInTheConfigFolder_isTheFallback() {
    folder
        .env("CREDENTIALS_DIRECTORY", temp.resolve("cred").toString())
        .file("token", "beside\r\n")
        .config(FROM_FILE);

    assertThat(token()).isEqualTo("beside");
  }

  @Test
  void rotatedFile_isReadAgain_andHidden() {
    folder.file("token", "before-0123456789").config(FROM_FILE);
    var config = folder.load();
    var secret = secret(config);
    assertThat(secret.reread()).as("unchanged").isFalse();

    folder.file("token", "after-0123456789\n");

    assertThat(secret.reread()).isTrue();
    assertThat(secret.reveal()).isEqualTo("after-0123456789");
    assertThat(config.scrubber().scrub("it is after-0123456789, not before-0123456789"))
        .isEqualTo("it is ***, not ***");
    assertThat(secret.reread()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "Bearer x", "two words"})
  void rotatedFileWithoutAToken_changesNothing(String content) {
    folder.file("token", "before").config(FROM_FILE);
    var secret = secret(folder.load());

    folder.file("token", content);

    assertThat(secret.reread()).isFalse();
    assertThat(secret.reveal()).isEqualTo("before");
  }

  @Test
  void fileThatIsGone_changesNothing() throws IOException {
    folder.file("token", "before").config(FROM_FILE);
    var secret = secret(folder.load());

    Files.delete(temp.resolve("token"));

    assertThat(secret.reread()).isFalse();
    assertThat(secret.reveal()).isEqualTo("before");
  }

  private static Secret secret(Config config) {
    var credential = config.cloudflare().credentials().get("main");
    assertThat(credential).isInstanceOf(Credential.Token.class);
    return ((Credential.Token) Objects.requireNonNull(credential)).token();
  }

  @Test
  void absolutePath_isUsedUnchanged() {
    folder
        .file("elsewhere/token", "absolute")
        .config(FROM_FILE.replace("file: token", "file: " + temp.resolve("elsewhere/token")));

    assertThat(token()).isEqualTo("absolute");
  }

  @Test
  void missingFile_isReportedWithTheFoldersButWithoutItsName() {
    folder
        .env("CREDENTIALS_DIRECTORY", "/run/credentials/x")
        .config(FROM_FILE.replace("file: token", "file: s3cr3t-by-mistake"));

    assertThat(folder.problems())
        .containsExactly(
            "certvigil.yml:1:54: cloudflare.credentials.main.api_token_file: no such file in"
                + " /run/credentials/x nor in FOLDER");
  }

  /** As the shipped unit does it for a file that is missing: a credential with an empty line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cred/token | token | systemd gave an empty credential: write the secret to"
            + " credentials/token (mode 0600), which was missing or empty at the start, then"
            + " run systemctl restart certvigil",
        "token | token | the file is empty",
        "cred/token | FOLDER/cred/token | the file is empty",
      })
  void emptyFile_isReportedWithThePathThatTheOperatorWrites(
      String file, String named, String says) {
    folder
        .env("CREDENTIALS_DIRECTORY", temp.resolve("cred").toString())
        .file(file, "\n")
        .config(
            FROM_FILE.replace("file: token", "file: " + named.replace("FOLDER", temp.toString())));

    assertThat(folder.problems())
        .containsExactly("certvigil.yml:1:54: cloudflare.credentials.main.api_token_file: " + says);
  }

  @Test
  void variable_isReplaced() {
    folder
        .env("TOKEN", "from-env")
        .config("cloudflare: { credentials: { main: { api_token: \"${TOKEN}\" } } }");

    assertThat(token()).isEqualTo("from-env");
  }

  @Test
  void valueOfAVariable_isNeverShown() {
    folder
        .env("TOKEN", "has blanks s3cr3t")
        .env("NUMBER", "s3cr3t")
        .config(
            """
            cloudflare:
              requests_per_5m: ${NUMBER}
              credentials: { main: { api_token: "${TOKEN}" } }
            """);

    assertThat(folder.problems()).hasSize(2).noneMatch(line -> line.contains("s3cr3t"));
    assertThat(folder.problems().getFirst()).endsWith(", was ${NUMBER}");
  }

  @Test
  void doubledDollar_isLiteral() {
    folder.env("CLOUDFLARE_API_TOKEN", "t").config("installation: \"a$${b}c $x\"");

    assertThat(folder.load().installation()).isEqualTo("a${b}c $x");
  }

  @Test
  void noSecret_isReadIfNoneIsNeeded() {
    folder.config(
        """
        cloudflare: { credentials: { main: { api_token: "${UNSET}" }, b: { api_token_file: nope } } }
        channels:
          hook: { type: webhook, url_file: nope, secret_file: [nope, nope] }
          s: { type: slack, url_file: nope }
          a: { type: alertmanager, urls_file: [nope, nope] }
          p: { type: pagerduty, routing_key_file: nope }
          m: { type: email, smtp: { host: m, username: x, password_file: nope }, from: a@b, to: [c@d] }
        heartbeat: { url_file: nope }
        """);

    var config = Config.loadWithoutSecrets(folder.sources());

    assertThat(config.cloudflare().credentials()).containsOnlyKeys("main", "b");
    assertThat(config.alerting().channels()).containsOnlyKeys("hook", "s", "a", "p", "m");
  }

  @Test
  void noToken_isNeededIfNoSecretIs() {
    var config = Config.loadWithoutSecrets(folder.sources());

    assertThat(config.watch()).hasSize(1);
  }

  @Test
  void everySecret_isToldToTheScrubber() {
    folder
        .file("key", "k3y-0f-l3gacy")
        .config(
            """
            cloudflare:
              credentials:
                main: { api_token: t0ken-canary }
                legacy: { api_email: ops@example.com, api_key_file: key }
            channels:
              hook: { type: webhook, url: "https://h.example.com/h00k-canary", secret: [
                whsec_czNjcjN0czNjcjN0czNjcjN0czNjcjN0czNjcjN0, whsec_bmV4dHNlY3JldG5leHRzZWNyZXRuZXh0c2VjcmV0 ] }
              s: { type: slack, url: "https://hooks.slack.com/services/s1ack-canary" }
              a: { type: alertmanager, urls: [ "https://prom:am-passw0rd@am.example.com/am-path" ] }
              p: { type: pagerduty, routing_key: 0123456789abcdef0123456789ABCDEF }
              m: { type: email, smtp: { host: m, username: m41l-user, password: m41l-passw0rd }, from: a@b, to: [c@d] }
            heartbeat: { url: "https://hc.example.com/be4t-canary" }
            web: { basic_auth_users: { prom: $2y$12$C9o1n3VvXWuUeJmQmNq0zeTgQzv4bLqB2nq6l1TqGm1zXx6n1QO5a } }
            """);
    var input = folder.sources();
    var config = Config.load(input);

    for (var secret :
        List.of(
            "t0ken-canary",
            "k3y-0f-l3gacy",
            "ops@example.com",
            "https://h.example.com/h00k-canary",
            "whsec_czNjcjN0czNjcjN0czNjcjN0czNjcjN0czNjcjN0",
            "bmV4dHNlY3JldG5leHRzZWNyZXRuZXh0c2VjcmV0",
            "/services/s1ack-canary",
            "prom:am-passw0rd",
            "am-passw0rd",
            "0123456789abcdef0123456789ABCDEF",
            "m41l-user",
            "m41l-passw0rd",
            "/be4t-canary",
            "$2y$12$C9o1n3VvXWuUeJmQmNq0zeTgQzv4bLqB2nq6l1TqGm1zXx6n1QO5a")) {
      assertThat(config.scrubber().scrub("<" + secret + ">")).isEqualTo("<***>");
    }
    assertThat(config.scrubber()).isSameAs(input.scrubber());
  }

  @Test
  void effective_hidesEverySecret() {
    folder
        .file("token", "s3cr3t")
        .config(
            FROM_FILE
                + """

                channels:
                  hook:
                    type: webhook
                    url: https://s3cr3t.example.com
                    secret: whsec_czNjcjN0czNjcjN0czNjcjN0czNjcjN0czNjcjN0
                """);

    assertThat(EffectiveConfig.of(folder.load()))
        .doesNotContain("s3cr3t", "czNjcjN0")
        .contains("'***'");
    assertThat(folder.load().toString()).doesNotContain("s3cr3t", "czNjcjN0");
  }

  @Test
  void secretInAFileReadableByAll_isAWarning() throws IOException {
    folder.config(FROM_FILE.replace("api_token_file: token", "api_token: x"));
    Files.setPosixFilePermissions(
        temp.resolve("certvigil.yml"), PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(folder.load().warnings())
        .anyMatch(
            line ->
                line.endsWith(
                    "is a secret in a file that all users can read: run chmod 640 on it"));
  }

  private String token() {
    return folder.load().cloudflare().credentials().get("main")
            instanceof Credential.Token(Secret token)
        ? token.reveal()
        : "";
  }
}
