package io.certvigil.app;

import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.config.Config;
import io.certvigil.config.ConfigInput;
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
 * The real daemon with a config file, against a simulated Cloudflare. Its state is in a temporary
 * folder, which is deleted at the end.
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
    simulation = closer.add("simulation", new Simulation(SEED, clock, out));
    app = closer.add("app", new App(config(version, clock), version, clock));
  }

  /**
   * Starts both; the daemon's pages are served and the scenario runs when this returns.
   *
   * @param out receives a line for each simulated change and for each received alert
   */
  public static Demo start(Appendable out, InstantSource clock, Version version) {
    try {
      var demo = new Demo(out, clock, version);
      demo.app.start();
      demo.simulation.startScenario();
      return demo;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Config config(Version version, InstantSource clock) throws IOException {
    // Beside the config, so that every command works with it. They are valid for this demo only.
    Files.writeString(folder.resolve("cloudflare-token"), simulation.token().reveal());
    Files.writeString(folder.resolve("hook-secret"), simulation.webhookSecret().reveal());
    Files.writeString(configFile(), filled(template()));
    return Config.load(
        ConfigInput.of(configFile(), Map.of(), "demo", version.version())
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

  /** The usual port if it is free, so that the README's link works; otherwise any. */
  private static int freePort() {
    try (var _ = new ServerSocket(USUAL_PORT, 1, InetAddress.getLoopbackAddress())) {
      return USUAL_PORT;
    } catch (IOException e) {
      return 0;
    }
  }

  /** The address of the status page. */
  public URI webUri() {
    return app.webUri();
  }

  /** The config file of the daemon. */
  public Path configFile() {
    return folder.resolve("certvigil.yml");
  }

  /** The address of the simulated Cloudflare. */
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
