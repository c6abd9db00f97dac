package io.certvigil.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import io.certvigil.app.CommandResult;
import io.certvigil.app.DaemonConfig;
import io.certvigil.demo.simulator.RateLimits;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.UniformEstate;
import io.certvigil.web.server.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.server.SMTPServer;

/**
 * The Java runtime inside the .deb: what the package says about it, and that nothing is missing.
 */
@Tag("dpkg")
@Timeout(300)
class PackagedRuntimeIT {
  private static final TestAuthority AUTHORITY = new TestAuthority();
  private static final Pattern WEB = Pattern.compile("web=\"?(https://[^\\s\"]+)");

  @TempDir private Path folder;

  private Path home;

  @BeforeEach
  void extract() throws Exception {
    boolean installed = Files.isExecutable(Path.of("/usr/bin/dpkg-deb"));
    assertThat(installed || System.getenv("CI") == null).as("dpkg-deb in CI").isTrue();
    assumeTrue(installed, "dpkg-deb is not installed");
    try (var found = Files.newDirectoryStream(Path.of("target"), "certvigil_*.deb")) {
      var deb = found.iterator().next().toString();
      var into = folder.resolve("deb").toString();
      CommandResult.of(new ProcessBuilder("dpkg-deb", "--extract", deb, into), "");
    }
    home = folder.resolve("deb/usr/lib/certvigil");
  }

  private ProcessBuilder certvigil(String... arguments) {
    var command = new ArrayList<>(List.of(home.resolve("bin/certvigil").toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("CLOUDFLARE_"));
    builder.environment().remove("JAVA_HOME");
    return builder;
  }

  private Properties release() throws IOException {
    var release = new Properties();
    try (var lines = Files.newBufferedReader(home.resolve("runtime/release"))) {
      release.load(lines);
    }
    release.replaceAll((key, value) -> value.toString().replace("\"", ""));
    return release;
  }

  @Test
  void version_sbomAndRuntimeAgree() throws Exception {
    var release = release();
    var version = CommandResult.of(certvigil("version"), "").out();

    assertThat(version)
        .contains(
            "\nJava %s, %s, in %s\n"
                .formatted(
                    release.getProperty("JAVA_RUNTIME_VERSION"),
                    release.getProperty("IMPLEMENTOR"),
                    home.resolve("runtime")));
    var sbom = folder.resolve("deb/usr/share/doc/certvigil/sbom.json");
    assumeTrue(Files.exists(sbom) || System.getenv("CI") != null, "built without the network");
    var components = JsonParser.parseString(Files.readString(sbom)).getAsJsonObject();
    var cpes = new ArrayList<String>();
    for (var component : components.getAsJsonArray("components")) {
      if (component.getAsJsonObject().has("cpe")) {
        cpes.add(component.getAsJsonObject().get("cpe").getAsString());
      }
    }
    var sqlite = version.replaceAll("(?s).*\nSQLite ([0-9.]+)\n", "$1");
    assertThat(cpes)
        .containsExactlyInAnyOrder(
            "cpe:2.3:a:oracle:openjdk:" + release.getProperty("JAVA_VERSION") + ":*:*:*:*:*:*:*",
            "cpe:2.3:a:sqlite:sqlite:" + sqlite + ":*:*:*:*:*:*:*");
  }

  /** Each further module is one more that vulnerabilities are found in. */
  @Test
  void runtime_hasOnlyWhatIsUsed() throws Exception {
    assertThat(release().getProperty("MODULES").split(" "))
        .containsExactlyInAnyOrder(
            "java.base",
            "java.datatransfer", // of java.desktop
            "java.desktop", // java.beans, of Quartz
            "java.logging",
            "java.management",
            "java.naming",
            "java.prefs", // of java.desktop
            "java.rmi", // of Quartz
            "java.security.sasl", // of java.naming
            "java.sql",
            "java.transaction.xa", // of java.sql
            "java.xml", // of java.sql
            "jdk.management",
            "jdk.net",
            "jdk.unsupported");
    try (var programs = Files.list(home.resolve("runtime/bin"))) {
      assertThat(programs.map(Path::getFileName).map(Path::toString)).containsExactly("java");
    }
  }

  @Test
  void manualAndCompletion_areThoseOfTheBuild() throws Exception {
    var man = CommandResult.of(certvigil("completion", "--man"), "");
    var completion = CommandResult.of(certvigil("completion"), "");

    assertThat(man.out()).isEqualTo(Files.readString(Path.of("target/man/certvigil.1")));
    assertThat(completion.out())
        .isEqualTo(Files.readString(Path.of("target/completion/certvigil")));
    assertThat(man.err() + completion.err()).isEmpty();
  }

  /** The parts that load classes late: TLS as server and client, STARTTLS, crons, metrics. */
  @Test
  void daemon_servesTlsSendsMailAndMeasures() throws Exception {
    var mails = new CopyOnWriteArrayList<String>();
    var smtp =
        SMTPServer.port(0)
            .bindAddress(InetAddress.getLoopbackAddress())
            .enableTLS()
            .requireTLS()
            .startTlsSocketFactory(AUTHORITY.server("localhost", TestAuthority.VALID))
            .messageHandler((connection, from, to, data) -> mails.add(new String(data, UTF_8)))
            .build();
    smtp.start();
    var clock = InstantSource.system();
    var estate = UniformEstate.of(1, 1, 1, 1, clock.instant());
    try (var cloudflare = SimulatedCloudflare.start(estate, RateLimits.none(), clock)) {
      var config = config(cloudflare, smtp.getPortAllocated());
      var test = CommandResult.of(trusting("channel", "test", "mail", "--config", config), "");
      assertThat(test.exit()).as(test.out() + test.err()).isZero();
      assertThat(mails).hasSize(1);
      runDaemon(config);
    } finally {
      smtp.stop();
    }
  }

  private void runDaemon(String config) throws Exception {
    var log = folder.resolve("log.txt");
    var daemon =
        trusting("run", "--config", config)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try (var client =
        HttpClient.newBuilder().sslContext(AUTHORITY.client(AUTHORITY.issue("CN=c"))).build()) {
      await()
          .atMost(Duration.ofMinutes(2))
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(get(client, log, "metrics"))
                      .as(Files.readString(log))
                      .contains("\ncertvigil_certificates_expiring{"));
      assertThat(get(client, log, "metrics"))
          .contains("\nprocess_cpu_seconds_total ", "\njvm_memory_used_bytes{");
      assertThat(get(client, log, "api/v1/certificates")).contains("not_after");
    } finally {
      daemon.destroy();
      daemon.onExit().join();
    }
    assertThat(Files.readString(log)).doesNotContain("NoClassDefFound", "ClassNotFound", " ERROR ");
    assertThat(daemon.exitValue()).isZero();
  }

  private static String get(HttpClient client, Path log, String path) throws Exception {
    var web = WEB.matcher(Files.readString(log));
    assertThat(web.find()).isTrue();
    var uri = URI.create(web.group(1)).resolve(path);
    var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  private String config(SimulatedCloudflare cloudflare, int smtp) throws IOException {
    var own = AUTHORITY.issue("CN=web");
    TestAuthority.write(folder.resolve("web.crt"), own.certificate());
    TestAuthority.write(folder.resolve("web.key"), own.key());
    TestAuthority.write(folder.resolve("ca.crt"), AUTHORITY.certificate());
    var more =
        """
        channels:
          mail:
            type: email
            smtp: { host: localhost, port: %d, tls: starttls }
            from: a@example.com
            to: [b@example.com]
        digests: [ { cron: "0 0 8 ? * MON", within: 60d, to: [mail] } ]
        web:
          listen: "127.0.0.1:0"
          tls: { cert_file: web.crt, key_file: web.key, client_ca_file: ca.crt }
        """
            .formatted(smtp);
    var yaml = DaemonConfig.yaml("test", cloudflare, "20s", folder.resolve("certvigil.db"), more);
    return Files.writeString(folder.resolve("certvigil.yml"), yaml).toString();
  }

  /** Trusts the test's authority, for the mail server. */
  private ProcessBuilder trusting(String... arguments)
      throws IOException, GeneralSecurityException {
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", AUTHORITY.certificate());
    var store = folder.resolve("trust.p12");
    try (var out = Files.newOutputStream(store)) {
      trusted.store(out, "changeit".toCharArray());
    }
    var builder = certvigil(arguments);
    builder
        .environment()
        .put(
            "JAVA_OPTS",
            "-Djavax.net.ssl.trustStore=" + store + " -Djavax.net.ssl.trustStorePassword=changeit");
    return builder;
  }
}
