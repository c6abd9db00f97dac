package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.demo.simulator.UniformEstate;
import io.certvigil.systemd.FakeSystemd;
import io.certvigil.systemd.SystemdNotifier;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the whole daemon reports to systemd, with a clock that the test sets. */
@Tag("python3")
@Timeout(120)
class SystemdReporterTest {
  @TempDir Path folder;

  private final ManualClock clock = new ManualClock();
  private FakeSystemd manager;
  private InProcessDaemon daemon;

  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws IOException {
    var socket = folder.resolve("notify").toString();
    manager = new FakeSystemd(socket);
    var environment = Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "40000000");
    var estate = UniformEstate.of(1, 2, 3, 5, clock.instant());
    daemon =
        new InProcessDaemon(folder, clock, estate, SystemdNotifier.of(environment, clock::nanos));
  }

  @AfterEach
  void close() {
    client.close();
    daemon.close();
    manager.close();
  }

  private String next(String start) throws InterruptedException {
    var message = manager.next();
    while (!message.startsWith(start)) {
      message = manager.next();
    }
    return message;
  }

  @Test
  void daemon_isReadyWithoutCloudflare_thenReportsItsStatus() throws Exception {
    daemon.cloudflare.close();

    daemon.app().start();

    assertThat(manager.next()).isEqualTo("READY=1");
    next("WATCHDOG=1");
    assertThat(next("STATUS=")).containsAnyOf("sweeping", "watching 0 certificates");
    clock.advance(Duration.ofSeconds(10));
    next("WATCHDOG=1");
    daemon.app().close();
    next("STOPPING=1");
  }

  @Test
  void status_saysThatCloudflareDoesNotAnswer_asPageAndReadinessDo() throws Exception {
    daemon.sweep();
    daemon.cloudflare.close();
    clock.advance(Duration.ofHours(1));
    daemon.sweep();

    daemon.app().start();

    var title = "Cloudflare has not answered since ";
    assertThat(next("STATUS=" + title)).contains("; ");
    assertThat(get("-/ready")).startsWith("Certvigil is Ready.\n" + title).contains("doctor");
    assertThat(get(""))
        .contains("<b>Cloudflare has not answered</b> since ")
        .doesNotContain("class='empty ok'", "figure ok", "class='dot ok'></span>");
    assertThat(get("alerts")).contains("<b>Cloudflare has not answered</b> since ");
  }

  private String get(String path) throws Exception {
    var uri = daemon.app().webUri().resolve(path);
    var response =
        client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }

  @Test
  void watchdog_isNotNotified_whileTheSchedulerHasStalled() throws Exception {
    daemon.app().start();
    next("WATCHDOG=1");

    clock.advance(SchedulerSupervisor.LIMIT);

    var message = manager.next();
    while (!message.equals("STATUS=scheduler stalled")) {
      assertThat(message).isNotEqualTo("WATCHDOG=1");
      message = manager.next();
    }
    daemon.app().close();
    assertThat(manager.next()).startsWith("STOPPING=1");
  }
}
