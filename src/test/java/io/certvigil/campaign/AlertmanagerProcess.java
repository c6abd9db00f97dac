package io.certvigil.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.Gson;
import io.certvigil.demo.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Debian's Alertmanager as a process, with its own webhook receiver. It is configured without group
 * wait, and stores its state in {@code --storage.path}.
 */
final class AlertmanagerProcess implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/prometheus-alertmanager");
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  final String name;
  final LossyInbox<RawMessage> inbox = LossyInbox.keepingMessages();
  private final LossyHttpReceiver receiver = new LossyHttpReceiver(inbox, 200, "");
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final List<String> command = new ArrayList<>();
  private final String url;
  private @Nullable Process process;

  /**
   * Writes the config; does not start the process.
   *
   * @param groupBy labels, or {@code '...'} for one group per alert
   */
  AlertmanagerProcess(String name, Path folder, String groupBy, String... flags)
      throws IOException {
    Campaign.require(
        Files.isExecutable(PROGRAM), "the program of Debian's package prometheus-alertmanager");
    this.name = name;
    var address = "127.0.0.1:" + FreePort.any();
    url = "http://" + address;
    Files.createDirectories(folder);
    command.add(PROGRAM.toString());
    command.add("--config.file=" + Files.writeString(folder.resolve("am.yml"), config(groupBy)));
    command.add("--storage.path=" + folder.resolve("data"));
    command.add("--web.listen-address=" + address);
    command.add("--cluster.listen-address=");
    command.add("--log.level=error");
    command.addAll(List.of(flags));
  }

  private String config(String groupBy) {
    return """
    route: { receiver: behind, group_by: [%s], group_wait: 0s, group_interval: 1s, repeat_interval: 24h }
    receivers:
      - name: behind
        webhook_configs: [ { url: "%s", send_resolved: false } ]
    """
        .formatted(groupBy, receiver.url());
  }

  /** Starts the process without waiting for it to be ready. */
  void start() {
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void awaitReady() {
    var ready = HttpRequest.newBuilder(URI.create(url + "/-/ready")).build();
    await(name + " is ready").atMost(TIMEOUT).until(() -> ok(ready));
  }

  /** Sends SIGKILL and waits for the exit. */
  void kill() throws InterruptedException {
    var killed = Objects.requireNonNull(process).destroyForcibly();
    assertThat(killed.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  /** Posts the alerts; returns whether it accepted them. */
  boolean post(List<Map<String, Object>> alerts) throws InterruptedException {
    return ok(
        HttpRequest.newBuilder(URI.create(url + "/api/v2/alerts"))
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(10))
            .POST(BodyPublishers.ofString(new Gson().toJson(alerts)))
            .build());
  }

  private boolean ok(HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false; // it is not running
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
    receiver.close();
    http.close();
  }
}
