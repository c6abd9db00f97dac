package io.certvigil.cli.doctor;

import io.certvigil.cli.CommandFixture;
import io.certvigil.cli.CommandRunner;
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

  /**
   * Zones are distributed over the accounts: {@code zone-0.example} belongs to {@code account-0}.
   *
   * @param ahead how far Cloudflare's clock is ahead of this machine's
   */
  DoctorFixture(Path folder, int accounts, int zones, Duration ahead) {
    this.folder = folder;
    estate = UniformEstate.of(accounts, zones, 1, 1, CommandRunner.TODAY);
    var clock = InstantSource.fixed(CommandRunner.TODAY.plus(ahead));
    cloudflare = SimulatedCloudflare.start(estate, RateLimits.none(), clock, faults);
    cloudflare.addToken(SECOND);
    baseUrl = cloudflare.baseUrl().toString();
    credentials = "main: { api_token: \"" + SimulatedCloudflare.TOKEN.reveal() + "\" }";
  }

  /** One account with one zone, and a correct clock. */
  DoctorFixture(Path folder) {
    this(folder, 1, 1, Duration.ZERO);
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

  DoctorFixture channels(String yaml) {
    channels = yaml;
    return this;
  }

  DoctorFixture baseUrl(String url) {
    baseUrl = url;
    return this;
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
  CommandFixture.Output run(String... words) throws IOException {
    var terminal = new CommandRunner();
    var all = new String[words.length + 2];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--config";
    all[words.length + 1] = config().toString();
    int exit = terminal.run(all);
    return new CommandFixture.Output(exit, steady(terminal.out()), steady(terminal.err()));
  }

  private String steady(String text) {
    return text.replace(folder.toString(), "FOLDER")
        .replaceAll("\\b[0-9]+ MiB", "N MiB")
        .replaceAll("127\\.0\\.0\\.1:[0-9]+", "127.0.0.1:PORT")
        .replaceAll(" \\[cf-ray [0-9a-zA-Z-]+]", "");
  }

  @Override
  public void close() {
    cloudflare.close();
  }
}
