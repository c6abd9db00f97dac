package io.certvigil.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.certvigil.demo.receiver.WebhookReceiver;
import io.certvigil.demo.simulator.RateLimits;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.UniformEstate;
import io.certvigil.model.Secret;
import io.certvigil.web.server.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Commands typed beside the service, as after the documented installation: its secrets are in
 * {@code credentials} beside the config, which only root may enter.
 */
class ServiceSecretsTest {
  private static final int ROOT = 0;
  private static final int PERSON = 64_319;
  private static final Secret SIGNING = new Secret("whsec_" + "QUJD".repeat(11));
  private static final String HIDDEN = ": not checked, run with sudo: ";

  /** Every key that names the file of a secret, and what is in the file. */
  private static final Map<String, String> KEYS =
      new TreeMap<>(
          Map.of(
              "cloudflare.credentials.main.api_token_file", "token",
              "cloudflare.credentials.legacy.api_key_file", "legacy",
              "channels.hook.url_file", "hook-url",
              "channels.hook.secret_file", "hook-secret",
              "channels.chat.url_file", "chat",
              "channels.pager.routing_key_file", "pager",
              "channels.am.urls_file[0]", "am",
              "channels.mail.smtp.password_file", "mail",
              "heartbeat.url_file", "heartbeat",
              "web.tls.key_file", "web.key"));

  @TempDir private Path base;
  private Path etc = Path.of("");
  private SimulatedCloudflare cloudflare;
  private WebhookReceiver receiver;
  private ReadableProgram program;

  @BeforeEach
  void install() throws IOException {
    assumeTrue(
        (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == ROOT, "needs to be root");
    mode(base, "rwxr-xr-x");
    var clock = InstantSource.system();
    var estate = UniformEstate.of(1, 1, 1, 1, clock.instant());
    cloudflare = SimulatedCloudflare.start(estate, RateLimits.none(), clock);
    receiver = WebhookReceiver.start(SIGNING, clock);
    etc = Files.createDirectory(base.resolve("etc"));
    mode(etc, "rwxr-xr-x");
    mode(Files.createDirectory(etc.resolve("credentials")), "rwx------");
    secret("token", SimulatedCloudflare.TOKEN.reveal());
    secret("legacy", "0123456789abcdef0123456789abcdef");
    secret("hook-url", receiver.url().toString());
    secret("hook-secret", SIGNING.reveal());
    secret("chat", "https://hooks.slack.com/services/T0/B0/x");
    secret("pager", "0123456789abcdef0123456789abcdef");
    secret("am", "http://127.0.0.1:9");
    secret("mail", "pa55 word");
    secret("heartbeat", "http://127.0.0.1:9/beat");
    var web = new TestAuthority().issue("CN=web");
    TestAuthority.write(etc.resolve("web.crt"), web.certificate());
    mode(etc.resolve("web.crt"), "rw-r--r--");
    TestAuthority.write(etc.resolve("credentials/web.key"), web.key());
    program = ReadableProgram.copy(base, Files.writeString(etc.resolve("certvigil.yml"), yaml()));
  }

  private void secret(String name, String text) throws IOException {
    mode(Files.writeString(etc.resolve("credentials").resolve(name), text + "\n"), "rw-------");
  }

  private static void mode(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private String yaml() {
    return """
    cloudflare:
      base_url: %s
      credentials:
        main: { api_token_file: token }
        legacy: { api_email: ops@example.com, api_key_file: legacy }
    watch: [ { credential: main } ]
    store: { url: "sqlite:%s" }
    channels:
      hook: { type: webhook, url_file: hook-url, secret_file: hook-secret }
      chat: { type: slack, url_file: chat }
      pager: { type: pagerduty, routing_key_file: pager, url: "http://127.0.0.1:9/pager" }
      am: { type: alertmanager, urls_file: [am] }
      mail:
        type: email
        smtp: { host: 127.0.0.1, port: 9, tls: none, username: x, password_file: mail }
        from: a@example.com
        to: [b@example.com]
    heartbeat: { url_file: heartbeat }
    web: { listen: "127.0.0.1:0", tls: { cert_file: web.crt, key_file: web.key } }
    """
        .formatted(cloudflare.baseUrl(), base.resolve("tmp/certvigil.db"));
  }

  @AfterEach
  void close() {
    if (cloudflare != null) {
      cloudflare.close();
      receiver.close();
    }
  }

  @Test
  void root_checksEverySecret_andUsesThem() throws Exception {
    var checked = program.run("check-config");
    assertThat(checked.err()).doesNotContain("not checked");
    assertThat(checked.exit()).as(checked.err()).isZero();

    var tested = program.run("channel", "test", "hook");
    assertThat(tested.exit()).as(tested.out() + tested.err()).isZero();
    assertThat(receiver.received()).hasSize(1);

    var listed =
        program.run("client-cert", "list", "--zone", "zone-0.example", "--credential", "main");
    assertThat(listed.exit()).as(listed.err()).isZero();
  }

  @Test
  void person_isToldOfEachSecret_andEverythingElseIsChecked() throws Exception {
    var checked = program.runAs(PERSON, PERSON, "check-config");

    assertThat(checked.exit()).as(checked.err()).isZero();
    assertThat(checked.err().lines().filter(line -> line.contains(HIDDEN)))
        .hasSize(KEYS.size())
        .allMatch(line -> line.startsWith(etc + "/certvigil.yml:"));
    KEYS.keySet().forEach(key -> assertThat(checked.err()).containsOnlyOnce(": " + key + HIDDEN));
    assertThat(checked.out()).contains("routing_key: '***'");
  }

  @Test
  void doctorOfAPerson_goesOn() throws Exception {
    var diagnosis = program.runAs(PERSON, PERSON, "doctor");

    // What the machine refuses is a failure: only addresses that are no secret were tried.
    assertThat(diagnosis.out())
        .containsPattern("failed +channel pager +channels.pager.url: ")
        .containsPattern("failed +channel mail +channels.mail.smtp: ")
        .doesNotContainPattern("failed +(channel (hook|chat|am)|heartbeat|token|sight|clock)");
    for (var key : KEYS.keySet()) {
      assertThat(diagnosis.out())
          .containsOnlyOnce("not checked, run with sudo: this user may not read " + key + "\n");
    }
    assertThat(diagnosis.out())
        .containsPattern("warning +token legacy +not checked")
        .containsPattern("warning +channel am +not checked")
        .containsPattern("warning +heartbeat +not checked")
        .containsPattern("warning +config +not checked.*web.tls.key_file");
  }

  @Test
  void doctorOfAPerson_isFineWhereNothingElseIsWrong() throws Exception {
    var config = etc.resolve("certvigil.yml");
    Files.writeString(
        config,
        Files.readString(config)
            .replaceAll("(?m)^  pager:.*\n", "")
            .replaceAll("(?s)  mail:.*(?=heartbeat:)", ""));

    var diagnosis = program.runAs(PERSON, PERSON, "doctor");

    assertThat(diagnosis.exit()).as(diagnosis.out() + diagnosis.err()).isZero();
    assertThat(diagnosis.out()).contains(" 0 failed");
  }

  @Test
  void missingSecret_isAnErrorForRoot() throws Exception {
    for (var key : KEYS.entrySet()) {
      var file = etc.resolve("credentials").resolve(key.getValue());
      var text = Files.readString(file);
      Files.delete(file);

      var checked = program.run("check-config");

      assertThat(checked.exit()).as(key.getKey()).isEqualTo(2);
      assertThat(checked.err())
          .contains(
              ": %s: no such file in %s nor in %s/credentials; CREDENTIALS_DIRECTORY is not set"
                  .formatted(key.getKey(), etc, etc))
          .hasLineCount(1);
      mode(Files.writeString(file, text), "rw-------");
    }
  }

  @Test
  void missingSecret_isAnErrorForAPerson_whereItCanBeSeen() throws Exception {
    mode(etc.resolve("credentials"), "rwxr-xr-x");
    Files.delete(etc.resolve("credentials/pager"));

    var checked = program.runAs(PERSON, PERSON, "check-config");

    assertThat(checked.exit()).isEqualTo(2);
    assertThat(checked.err()).contains(": channels.pager.routing_key_file: no such file in ");
  }

  /** These need the secret itself. */
  @ParameterizedTest
  @ValueSource(strings = {"channel test hook", "client-cert list --zone z", "sweep", "run"})
  void otherCommandsOfAPerson_nameSudo(String command) throws Exception {
    var refused = program.runAs(PERSON, PERSON, command.split(" ", -1));

    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err())
        .contains(
            ": channels.hook.url_file: the file cannot be read by this user: permission denied; run"
                + " this with sudo\n")
        .doesNotContain("\tat ");
  }
}
