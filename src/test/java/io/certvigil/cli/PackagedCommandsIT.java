package io.certvigil.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import io.certvigil.app.CommandResult;
import io.certvigil.cli.DocumentedCommands.Expectation;
import io.certvigil.demo.receiver.WebhookReceiver;
import io.certvigil.demo.simulator.RateLimits;
import io.certvigil.demo.simulator.SimulatedCertificate;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.UniformEstate;
import io.certvigil.model.Secret;
import io.certvigil.model.Source;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Installs the package with dpkg into a throw-away copy of this machine, then types every command
 * of README and RUNBOOK there, as the documents say: as a user without rights, or with sudo. No
 * systemd is booted: a stand-in for {@code systemctl} starts what the shipped units name, as their
 * user, with their credentials. {@code sudo} is a stand-in too.
 */
@Tag("dpkg")
@Timeout(1800)
@EnabledIfSystemProperty(
    named = "certvigil.packaged",
    matches = "true",
    disabledReason = "installs the package in a copy of the machine: -Dcertvigil.packaged=true")
class PackagedCommandsIT {
  private static final Path HOME = Path.of("/home/person");
  private static final Path CHECKOUT = HOME.resolve("certvigil");
  private static final Secret SIGNING = new Secret("whsec_" + "QUJD".repeat(11));
  private static final String CERTIFICATE = "%032x".formatted(17);

  @TempDir private Path folder;
  private SimulatedCloudflare cloudflare;
  private WebhookReceiver receiver;
  private ThrowawayRoot root;
  private int port;
  private final Map<String, String> words = new LinkedHashMap<>();

  @BeforeEach
  void open() throws Exception {
    boolean installed = Files.isExecutable(Path.of("/usr/bin/dpkg"));
    assertThat(installed || System.getenv("CI") == null).as("dpkg in CI").isTrue();
    assumeTrue(installed, "dpkg is not installed");
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
    mount();
    var clock = InstantSource.system();
    var estate = UniformEstate.of(1, 1, 1, 1, clock.instant());
    var zone = estate.zones().getFirst().zone();
    var end = clock.instant().plus(Duration.ofDays(5));
    var issued = end.minus(Duration.ofDays(365));
    estate.add(
        SimulatedCertificate.of(
            Source.CLIENT_CERTIFICATES, zone.id(), CERTIFICATE, "device-17", issued, end));
    cloudflare = SimulatedCloudflare.start(estate, RateLimits.none(), clock);
    receiver = WebhookReceiver.start(SIGNING, clock);
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    words.put("ZONE", zone.name());
    prepare();
  }

  @AfterEach
  void close() throws IOException {
    if (root != null) {
      root.close();
    }
    if (cloudflare != null) {
      cloudflare.close();
      receiver.close();
    }
  }

  /** Not every container may mount an overlay of its root file system. */
  private void mount() {
    try {
      root = ThrowawayRoot.mount(folder);
    } catch (IOException e) {
      abort(e.getMessage());
    }
  }

  private void prepare() throws Exception {
    root.prepare("useradd --create-home --shell /bin/sh person");
    root.prepare(
        "mkdir -p %1$s/target && cp -a /mnt/target/certvigil /mnt/target/certvigil_*.deb %1$s/target"
            .formatted(CHECKOUT));
    write(CHECKOUT.resolve("certvigil.yml"), config());
    root.prepare(
        "openssl req -new -newkey rsa:2048 -nodes -keyout /dev/null -subj /CN=till -out "
            + HOME.resolve("till.csr"));
    root.prepare("chown -R person:person " + HOME);
    root.prepare(
        "install -m 0755 /mnt/src/test/resources/io/certvigil/cli/stand-in-systemctl"
            + " /usr/local/bin/systemctl");
    script("journalctl", "cat /run/journal");
    script("sudo", "exec \"$@\"");
  }

  private void script(String name, String line) throws Exception {
    var path = Path.of("/usr/local/bin", name);
    write(path, "#!/bin/sh\n" + line + "\n");
    root.prepare("chmod 0755 " + path);
  }

  private void write(Path file, String text) throws Exception {
    root.prepare("cat > %s <<'END'\n%s\nEND".formatted(file, text.strip()));
  }

  /** The config of the README, against the simulated Cloudflare and on a free port. */
  private String config() throws IOException {
    var yaml =
        Pattern.compile("(?ms)^ *```yaml\n(   cloudflare:.*?)^ *```$")
            .matcher(Files.readString(Path.of("README.md")));
    assertThat(yaml.find()).isTrue();
    return yaml.group(1)
            .replaceAll("(?m)^   ", "")
            .replace("cloudflare:\n", "cloudflare:\n  base_url: " + cloudflare.baseUrl() + "\n")
        + "web: { listen: \"127.0.0.1:"
        + port
        + "\" }\n";
  }

  @Test
  void everyDocumentedCommand_doesWhatIsExpected() throws Exception {
    var all = new SoftAssertions();
    for (var expected : DocumentedCommands.expectations()) {
      if (expected.exit() != null) {
        check(expected, all);
        continueAfter(expected.command());
      }
    }
    all.assertAll();
  }

  /** Goes on after a failure, so that one run shows all of them. */
  private void check(Expectation expected, SoftAssertions all) throws Exception {
    var result = type(expected.command());
    var output = result.out() + result.err();
    all.assertThat(result.exit())
        .as("%s: %s", expected.command(), output)
        .isEqualTo(expected.exit());
    all.assertThat(output).as(expected.command()).doesNotContain("\tat ");
    for (var pattern : expected.patterns()) {
      all.assertThat(output).as(expected.command()).containsPattern(filled(pattern.pattern()));
    }
  }

  private CommandResult type(String command) throws Exception {
    boolean sudo = command.startsWith("sudo ");
    var environment =
        Map.of(
            "HOME",
            HOME.toString(),
            "USER",
            "person",
            "CLOUDFLARE_API_TOKEN",
            SimulatedCloudflare.TOKEN.reveal(),
            "certificate_id",
            CERTIFICATE,
            "source",
            "client_certificates",
            "channel",
            "ops-hook");
    var line = filled(command);
    if (command.startsWith("target/")) {
      line = "export STATE_DIRECTORY=$HOME/.certvigil; " + line;
    }
    if (command.contains(" run ")) {
      line = "export STATE_DIRECTORY=$HOME/.certvigil; " + untilStarted(filled(command));
    }
    return root.type(sudo ? "root" : "person", environment, CHECKOUT, line);
  }

  /** What runs until it is stopped is stopped once it has started. */
  private static String untilStarted(String line) {
    return "{ %s >run.txt 2>&1 & p=$!; for i in $(seq 600); do grep -q 'certvigil started' run.txt && break; sleep 0.2; done; kill $p; wait $p; r=$?; cat run.txt; exit $r; }"
        .formatted(line);
  }

  /** With what the placeholders stand for. */
  private String filled(String command) {
    var line =
        command
            .replace("--csr FILE", "--csr " + HOME.resolve("till.csr"))
            .replace("--out FILE", "--out " + HOME.resolve("till.pem"))
            .replace("MATCHER...", "zone=nothing.example")
            .replace("TEXT", "test")
            .replace("NAME", "ops-hook")
            .replace("127.0.0.1:10365", "127.0.0.1:" + port);
    for (var word : words.entrySet()) {
      line = line.replaceAll("\\b" + word.getKey() + "\\b", word.getValue());
    }
    return line.replace("client-cert revoke", "client-cert revoke --yes");
  }

  /** What the documents leave to their readers. */
  private void continueAfter(String command) throws Exception {
    if (command.contains("> hook-url")) {
      write(CHECKOUT.resolve("hook-url"), receiver.url().toString());
    } else if (command.contains("> hook-secret")) {
      write(CHECKOUT.resolve("hook-secret"), SIGNING.reveal());
    } else if (command.equals("sudo systemctl enable --now certvigil")) {
      await().atMost(Duration.ofMinutes(2)).until(() -> !receiver.received().isEmpty());
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> type("sudo certvigil list --output json").out().contains(CERTIFICATE));
      words.put("KEY", first("certvigil alerts --output json", "key"));
      words.put("ID", first("certvigil outbox list --output json", "id"));
    }
  }

  private String first(String command, String field) throws Exception {
    var listed = type("sudo " + command);
    assertThat(listed.exit()).as(listed.err()).isZero();
    return JsonParser.parseString(listed.out())
        .getAsJsonArray()
        .get(0)
        .getAsJsonObject()
        .get(field)
        .getAsString();
  }
}
