package io.certvigil.app;

import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.config.Config;
import io.certvigil.config.Sources;
import io.certvigil.demo.Simulation;
import io.certvigil.schedule.Cron;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;

/**
 * The daemon as it is, configured by a file as anybody's, against a simulated Cloudflare. Its state
 * lives in a folder that goes with it.
 */
public final class Demo implements AutoCloseable {
  private static final long SEED = 2026;
  private static final int USUAL_PORT = 10365;

  private final Closer closer = new Closer();
  private final Path folder;
  private final Simulation simulation;
  private final App app;

  private Demo(Appendable out, InstantSource clock, Version version) throws IOException {
    folder = Files.createTempDirectory("certvigil-demo");
    closer.add("folder", () -> delete(folder));
    simulation = closer.add("simulation", Simulation.start(SEED, clock, out));
    app = closer.add("app", new App(config(version, clock), version, clock));
  }

  /**
   * Starts both; the daemon's pages and the story run when this returns.
   *
   * @param out gets a line for each thing that happens, and for each alert that is received
   */
  public static Demo start(Appendable out, InstantSource clock, Version version) {
    try {
      var demo = new Demo(out, clock, version);
      demo.app.start();
      demo.simulation.live();
      return demo;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Config config(Version version, InstantSource clock) throws IOException {
    // Beside the config, so that every command works with it; they open nothing but this demo.
    Files.writeString(folder.resolve("cloudflare-token"), simulation.token().reveal());
    Files.writeString(folder.resolve("hook-secret"), simulation.webhookSecret().reveal());
    Files.writeString(configFile(), filled(template()));
    return Config.load(
        Sources.of(configFile(), Map.of(), "demo", version.version())
            .with(
                Cloudflare.sources(), expression -> Cron.longestGap(expression, clock.instant())));
  }

  private static String template() throws IOException {
    try (var config = Objects.requireNonNull(Demo.class.getResourceAsStream("demo.yml"))) {
      return new String(config.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String filled(String template) {
    return template
        .replace("${DEMO_CLOUDFLARE}", simulation.baseUrl().toString())
        .replace("${DEMO_STATE}", folder.toString())
        .replace("${DEMO_HOOK}", simulation.receiverUrl().toString())
        .replace("${DEMO_LISTEN}", "127.0.0.1:" + freePort());
  }

  /** The usual port where nobody has it, so that the README's link works; else any. */
  private static int freePort() {
    try (var _ = new ServerSocket(USUAL_PORT, 1, InetAddress.getLoopbackAddress())) {
      return USUAL_PORT;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Where the status page is. */
  public URI webUri() {
    return app.webUri();
  }

  /** The file that the daemon was configured with. */
  public Path configFile() {
    return folder.resolve("certvigil.yml");
  }

  /** The simulated Cloudflare, for who wants to ask it. */
  public URI cloudflareUri() {
    return simulation.baseUrl();
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void close() {
    closer.close();
  }
}
