package io.certvigil.cli.doctor;

import io.certvigil.app.App;
import io.certvigil.app.Version;
import io.certvigil.cli.CommandOutput;
import io.certvigil.cli.CommandRunner;
import io.certvigil.config.Config;
import io.certvigil.config.ConfigInput;
import io.certvigil.demo.simulator.InjectedFaults;
import io.certvigil.demo.simulator.RateLimits;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.SimulatedEstate;
import io.certvigil.demo.simulator.UniformEstate;
import io.certvigil.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** A simulated Cloudflare and a config for the doctor; tests can break both. */
final class DoctorFixture implements AutoCloseable {
  static final Secret SECOND = new Secret("demo-token-of-the-simulated-cloudflare-01");

  private final Path folder;
  private final SimulatedEstate estate;
  private final InjectedFaults faults = new InjectedFaults();
  private final SimulatedCloudflare cloudflare;
  private String baseUrl;
  private String credentials;
  private String watch = "";
  private String channels = "{}";
  private volatile Duration ahead = Duration.ZERO;

  /** One account with zones {@code zone-0.example} and so on; Cloudflare's clock is correct. */
  DoctorFixture(Path folder, int zones) {
    this.folder = folder;
    estate = UniformEstate.of(1, zones, 1, 1, CommandRunner.TODAY);
    InstantSource clock = () -> CommandRunner.TODAY.plus(ahead);
    cloudflare = SimulatedCloudflare.start(estate, RateLimits.none(), clock, faults);
    cloudflare.addToken(SECOND);
    baseUrl = cloudflare.baseUrl().toString();
    credentials = "main: { api_token: \"" + SimulatedCloudflare.TOKEN.reveal() + "\" }";
  }

  /** Sets how far Cloudflare's clock is ahead of this machine's. */
  void ahead(Duration difference) {
    ahead = difference;
  }

  /** The token has access to nothing. */
  DoctorFixture blind() {
    estate.zones().forEach(zone -> estate.removeZone(zone.zone().id()));
    faults.accounts(InjectedFaults.AccountListFault.FORBIDDEN);
    return this;
  }

  SimulatedCloudflare cloudflare() {
    return cloudflare;
  }

  InjectedFaults faults() {
    return faults;
  }

  SimulatedEstate estate() {
    return estate;
  }

  String account() {
    return estate.accounts().getFirst().id();
  }

  String zone(int at) {
    return estate.zones().get(at).zone().id();
  }

  DoctorFixture watch(String yaml) {
    watch = "watch: " + yaml;
    return this;
  }

  DoctorFixture credentials(String yaml) {
    credentials = yaml;
    return this;
  }

  /** The only channel is a cluster of these Alertmanagers. */
  void alertmanagers(String... urls) {
    channels =
        "{ am: { type: alertmanager, urls: [\"%s\"] } }".formatted(String.join("\", \"", urls));
  }

  String origin() {
    return "http://127.0.0.1:" + cloudflare.port();
  }

  DoctorFixture baseUrl(String url) {
    baseUrl = url;
    return this;
  }

  /** A daemon that runs until it is closed. */
  App daemon() throws IOException {
    var sources = ConfigInput.of(config(), Map.of(), "host-1", "9.9.9");
    var clock = InstantSource.fixed(CommandRunner.TODAY);
    var app = new App(Config.load(sources), new Version("9.9.9", "abc123"), clock);
    app.start();
    return app;
  }

  Path database() {
    return folder.resolve("certvigil.db");
  }

  /** Readable by its owner only, because it contains a token. */
  private Path config() throws IOException {
    var file =
        Files.writeString(
            folder.resolve("certvigil.yml"),
            """
            cloudflare:
              base_url: %s
              timeout: 2s
              requests_per_5m: 1200
              credentials: { %s }
            %s
            store: { url: "sqlite:%s" }
            channels: %s
            web: { listen: "127.0.0.1:0" }
            """
                .formatted(baseUrl, credentials, watch, database(), channels));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** Runs one command; replaces what differs from run to run in its output. */
  CommandOutput run(String... words) throws IOException {
    var output = new CommandRunner().config(config()).run(words);
    return new CommandOutput(output.exit(), steady(output.out()), steady(output.err()));
  }

  private String steady(String text) {
    return text.replace(folder.toString(), "FOLDER")
        .replace(
            Runtime.version() + ", " + System.getProperty("java.vendor") + ", in ",
            "JAVA, VENDOR, in ")
        .replace(System.getProperty("java.home"), "JAVA_HOME")
        .replaceAll("(sqlite +)3[.0-9]+", "$1VERSION")
        .replaceAll("\\b[0-9]+ MiB", "N MiB")
        .replaceAll("127\\.0\\.0\\.1:[0-9]+", "127.0.0.1:PORT")
        .replaceAll(" \\[cf-ray [0-9a-zA-Z-]+]", "");
  }

  @Override
  public void close() {
    cloudflare.close();
  }
}
