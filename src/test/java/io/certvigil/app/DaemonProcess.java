package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.certvigil.demo.receiver.WebhookReceiver;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The daemon as a user runs it: a process of the built distribution with a config file. */
public final class DaemonProcess implements AutoCloseable {
  public static final Secret HOOK_SECRET =
      new Secret("whsec_" + Base64.getEncoder().encodeToString(new byte[32]));
  private static final Pattern WEB = Pattern.compile("web=\"?(http://[^\\s\"]+)");

  public final DaemonDatabase database;

  private final Path folder;
  private final Path log;
  private final List<String> options = new ArrayList<>();
  private final Map<String, String> setEnvironment = new HashMap<>();
  private @Nullable Process process;

  /**
   * Writes a config; the daemon is not started yet.
   *
   * @param more further top-level keys of the config
   */
  DaemonProcess(
      Path folder, SimulatedCloudflare cloudflare, WebhookReceiver receiver, String more) {
    this(
        folder,
        folder.resolve("certvigil.db"),
        DaemonConfig.yaml(
            "test",
            cloudflare,
            "20s",
            folder.resolve("certvigil.db"),
            """
            %s
            channels:
              ops-hook: { %s }
            web: { listen: "127.0.0.1:0" }
            """
                .formatted(more.strip(), DaemonConfig.channel(receiver))));
  }

  /**
   * Writes this config; the daemon is not started yet.
   *
   * @param folder for its config and its log
   * @param database as in the config
   */
  public DaemonProcess(Path folder, Path database, String config) {
    this.folder = folder;
    this.database = new DaemonDatabase(database);
    this.log = folder.resolve("log.txt");
    write(config);
  }

  private void write(String config) {
    try {
      Files.writeString(folder.resolve("certvigil.yml"), config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Changes its config file without notifying it. */
  void edit(String words, String others) throws IOException {
    var text = Files.readString(folder.resolve("certvigil.yml"));
    assertThat(text).contains(words);
    write(text.replace(words, others));
  }

  /** Adds a JVM option, from the next start on. */
  public void addOption(String option) {
    options.add(option);
  }

  public void clearOptions() {
    options.clear();
  }

  /** Sets an environment variable, from the next start on. */
  public void setEnvironment(String name, String value) {
    setEnvironment.put(name, value);
  }

  /** Starts it; returns at once. */
  public void launch() {
    process = start("run");
  }

  /** Starts it; returns when it is ready. */
  public void start() {
    launch();
    await()
        .atMost(Duration.ofMinutes(3))
        .until(() -> web() != null && get("-/ready").contains("Ready"));
  }

  private Process start(String... arguments) {
    // Under nohup an ignored SIGHUP is inherited, and Java would leave it ignored.
    var command = new ArrayList<String>(List.of("env", "--default-signal=HUP"));
    command.add(CommandResult.LAUNCHER.toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("--config", folder.resolve("certvigil.yml").toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CERTVIGIL_OPTS", String.join(" ", options));
    builder.environment().remove("JAVA_HOME");
    builder.environment().putAll(setEnvironment);
    try {
      return builder.redirectOutput(log.toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command with the same config. */
  public CommandResult run(String... arguments) throws IOException, InterruptedException {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", folder.resolve("certvigil.yml").toString()));
    return CommandResult.of(folder, all.toArray(String[]::new));
  }

  @Nullable URI web() {
    try {
      var found = WEB.matcher(Files.readString(log));
      return found.find() ? URI.create(found.group(1)) : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String get(String path) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(Objects.requireNonNull(web()).resolve(path))
              .timeout(Duration.ofSeconds(30));
      return client.send(request.build(), BodyHandlers.ofString()).body();
    }
  }

  public String log() throws IOException {
    return Files.readString(log);
  }

  long pid() {
    return process().pid();
  }

  /** A line of its status in {@code /proc}, such as {@code VmRSS}, in kB. */
  long memory(String what) throws IOException {
    return memory(pid(), what);
  }

  static long memory(long pid, String what) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith(what + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }

  public boolean alive() {
    return process().isAlive();
  }

  public Process process() {
    return Objects.requireNonNull(process);
  }

  /** SIGKILL: no shutdown hook runs, nothing is flushed. */
  public void kill() throws InterruptedException {
    process().destroyForcibly();
    assertThat(process().waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  /** SIGHUP. */
  public void sendHangup() throws IOException, InterruptedException {
    var kill = new ProcessBuilder("sh", "-c", "kill -HUP " + pid()).start();
    assertThat(kill.waitFor()).isZero();
  }

  /** SIGTERM; returns its exit code. */
  public int terminate() throws InterruptedException {
    process().destroy();
    assertThat(process().waitFor(20, TimeUnit.SECONDS)).isTrue();
    return process().exitValue();
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
      process.onExit().join();
    }
  }
}
