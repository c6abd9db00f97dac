package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.certvigil.demo.receiver.ReceiverBehaviour;
import io.certvigil.demo.receiver.WebhookReceiver;
import io.certvigil.demo.simulator.ApiRoute;
import io.certvigil.demo.simulator.FaultKind;
import io.certvigil.demo.simulator.RequestMatcher;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Reloads of the configuration: completely or not at all, without loss of data. */
class ReloadTest extends DaemonTestBase {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String HASH = "$2b$12$hNf2lSsxfm0.i4a.1kVpSOVyBCfIB51VRjgBUyv6kdnyTlgWj81Ay";

  private double value(String metric) throws Exception {
    return daemon.metrics().sum(metric);
  }

  @Test
  void sameFile_sendsNothingAgain() throws Exception {
    daemon.add(zone, "soon", 5);
    daemon.sweep();
    var before = daemon.database.rows();

    for (int time = 0; time < 3; time++) {
      assertThat(daemon.app().reload()).isEmpty();
      daemon.sweepAfter(Duration.ofMinutes(5));
    }

    var after = daemon.database.rows();
    after.remove("meta");
    before.remove("meta");
    assertThat(after).isEqualTo(before);
    assertThat(daemon.deliveredLines()).containsExactly("certificate.expiring");
  }

  @Test
  void everyProblem_isReported_andTheRunningConfigStays() throws Exception {
    daemon.add(zone, "soon", 5);
    daemon.app().start();
    daemon.edit("every: 1h", "every: soon");
    daemon.edit("certificates: all", "certificates: some");

    var problems = daemon.app().reload();

    assertThat(problems)
        .hasSize(2)
        .anyMatch(line -> line.contains("certvigil.yml:7:") && line.contains("watch[0].every"))
        .anyMatch(line -> line.contains("metrics.certificates"));
    assertThat(value("certvigil_config_last_reload_successful")).isZero();
    daemon.sweepByDaemon();
    await().until(() -> daemon.deliveredLines().equals(List.of("certificate.expiring")));
    assertThat(value("certvigil_sweep_interval_seconds")).isEqualTo(3600);
  }

  @Test
  void correctedFile_isApplied_andTheMetricsShowIt() throws Exception {
    daemon.app().start();
    double first = value("certvigil_config_last_reload_success_timestamp_seconds");
    daemon.edit("every: 1h", "every: soon");
    clock.advance(Duration.ofMinutes(1));
    daemon.app().reload();
    assertThat(value("certvigil_config_last_reload_success_timestamp_seconds")).isEqualTo(first);
    daemon.edit("every: soon", "every: 2h");

    assertThat(daemon.app().reload()).isEmpty();

    assertThat(value("certvigil_config_last_reload_successful")).isEqualTo(1);
    assertThat(value("certvigil_config_last_reload_success_timestamp_seconds"))
        .isEqualTo(first + 60);
    assertThat(value("certvigil_sweep_interval_seconds")).isEqualTo(7200);
  }

  @Test
  void missingFile_changesNothing() throws Exception {
    daemon.app().start();
    Files.delete(folder.resolve("certvigil.yml"));

    assertThat(daemon.app().reload())
        .singleElement()
        .asString()
        .endsWith("certvigil.yml: there is no such file");
    daemon.sweepByDaemon();
  }

  @Test
  void store_cannotChange() {
    daemon.edit("certvigil.db", "other.db");
    daemon.edit("every: 1h", "every: 2h");

    assertThat(daemon.app().reload())
        .singleElement()
        .asString()
        .startsWith("store.url: cannot change");
    assertThat(folder.resolve("other.db")).doesNotExist();
  }

  @Test
  void socket_cannotChange() {
    daemon.edit("web: {", "web: { socket: \"" + folder.resolve("x.sock") + "\",");
    daemon.edit("every: 1h", "every: 2h");

    assertThat(daemon.app().reload())
        .containsExactly(
            "web.socket: cannot change while the daemon runs; restart it to apply this");
  }

  /** The store accepts the change completely or not at all; here it refuses. */
  @Test
  void storeThatRefuses_leavesTheRunningConfig() throws Exception {
    daemon.add(zone, "device", 5);
    daemon.receiver.replyWith(new ReceiverBehaviour.Status(503, null));
    daemon.sweep();
    daemon.database.execute(
        "CREATE TRIGGER no BEFORE UPDATE ON channel BEGIN SELECT RAISE(ABORT, 'no'); END");
    daemon.edit("ops-hook:", "other-hook:");
    daemon.edit("every: 1h", "every: 2h");

    assertThat(daemon.app().reload()).hasSize(1);

    daemon.database.execute("DROP TRIGGER no");
    assertThat(column("SELECT state FROM delivery")).containsExactly("READY");
    daemon.receiver.replyWith(new ReceiverBehaviour.Acknowledge());
    daemon.sweepAfter(HOUR);
    assertThat(column("SELECT state FROM delivery")).containsExactly("DELIVERED");
    daemon.app().start();
    assertThat(value("certvigil_sweep_interval_seconds")).isEqualTo(3600);
    assertThat(daemon.metrics().all("certvigil_notifications_pending"))
        .extracting(sample -> sample.label("channel"))
        .containsExactly("ops-hook");
  }

  @Test
  void counters_continue_andGaugesAreTheNewOnes() throws Exception {
    daemon.add(zone, "soon", 5);
    daemon.app().start();
    daemon.sweepByDaemon();
    await().until(() -> daemon.deliveredLines().size() == 1);
    double requests = value("certvigil_api_requests_total");
    double readings = value("certvigil_readings_total");
    daemon.edit("every: 1h }", "every: 1h }, { credential: main, every: 4h, zones: [\"*x\"] }");
    daemon.edit("main: {", "other: { api_token: \"x\" }, main: {");

    assertThat(daemon.app().reload()).isEmpty();

    assertThat(requests).isPositive();
    assertThat(value("certvigil_api_requests_total")).isGreaterThanOrEqualTo(requests);
    assertThat(value("certvigil_readings_total")).isGreaterThanOrEqualTo(readings);
    assertThat(value("certvigil_events_total")).isGreaterThanOrEqualTo(1);
    assertThat(value("certvigil_notifications_total")).isEqualTo(1);
    assertThat(daemon.metrics().all("certvigil_notifications_pending")).hasSize(1);
    assertThat(daemon.metrics().all("certvigil_sweep_interval_seconds")).hasSize(2);
    assertThat(daemon.metrics().all("certvigil_api_rate_limit_remaining"))
        .extracting(sample -> sample.label("credential"))
        .containsExactlyInAnyOrder("main", "other");
  }

  @Test
  void renamedChannel_hasItsOwnGaugesAlone() throws Exception {
    daemon.app().start();
    daemon.edit("ops-hook:", "new-hook:");

    assertThat(daemon.app().reload()).isEmpty();

    await()
        .untilAsserted(
            () ->
                assertThat(daemon.metrics().all("certvigil_notifications_pending"))
                    .extracting(sample -> sample.label("channel"))
                    .containsExactly("new-hook"));
  }

  @Test
  void rungs_areAppliedToWhatIsKnown() {
    daemon.add(zone, "device", 5);
    daemon.add(zone, "late", 70);
    daemon.sweep();
    daemon.edit("web:", "expiry: { rungs: [90d, 6d] }\nweb:");

    assertThat(daemon.app().reload()).isEmpty();
    daemon.sweepAfter(Duration.ofMinutes(1));

    assertThat(daemon.deliveredLines())
        .containsExactly("certificate.expiring", "certificate.expiring");
    assertThat(daemon.firing()).hasSize(2);
  }

  @Test
  void zoneThatIsNoLongerWatched_isResolved() {
    daemon.add(zone, "device", 5);
    daemon.add(otherZone, "other", 5);
    daemon.sweep();
    var name =
        estate.zones().stream()
            .filter(one -> one.zone().id().equals(otherZone))
            .findFirst()
            .orElseThrow()
            .zone()
            .name();
    daemon.edit("every: 1h", "every: 1h, zones: [\"*\", \"!" + name + "\"]");

    assertThat(daemon.app().reload()).isEmpty();
    daemon.sweepAfter(HOUR);

    assertThat(daemon.firing()).hasSize(1);
    assertThat(daemon.deliveredLines())
        .startsWith("certificate.expiring", "certificate.expiring")
        .hasSize(3)
        .anyMatch(line -> line.startsWith("certificate.resolved"));
  }

  @Test
  void newChannel_receivesWhatFires_andTheOthersReceiveNothing() {
    daemon.add(zone, "device", 5);
    daemon.sweep();
    try (var second = WebhookReceiver.start(DaemonProcess.HOOK_SECRET, clock)) {
      daemon.edit(
          "channels:",
          "channels:\n  second: { type: webhook, url: \"%s\", secret: \"%s\" }"
              .formatted(second.url(), DaemonProcess.HOOK_SECRET.reveal()));

      assertThat(daemon.app().reload()).isEmpty();
      daemon.sweepAfter(Duration.ofMinutes(1));

      assertThat(second.received()).hasSize(1);
    }
    assertThat(daemon.deliveredLines()).containsExactly("certificate.expiring");
  }

  @Test
  void pendingDelivery_survives() {
    daemon.add(zone, "device", 5);
    daemon.receiver.replyWith(new ReceiverBehaviour.Status(503, null));
    daemon.sweep();
    daemon.receiver.replyWith(new ReceiverBehaviour.Acknowledge());

    assertThat(daemon.app().reload()).isEmpty();
    daemon.sweepAfter(HOUR);

    var messages = daemon.receiver.received();
    assertThat(messages).hasSizeGreaterThan(1);
    assertThat(messages).extracting(message -> message.id()).containsOnly(messages.getFirst().id());
    assertThat(messages.getLast().acknowledged()).isTrue();
  }

  @Test
  void removedChannel_isRefused_untilSomebodyDiscardsWhatWaits() throws Exception {
    daemon.add(zone, "device", 5);
    daemon.receiver.replyWith(new ReceiverBehaviour.Status(503, null));
    daemon.sweep();
    daemon.edit(daemon.receiver.url().toString(), "http://127.0.0.1:9/");
    daemon.edit("ops-hook:", "other-hook:");

    assertThat(daemon.app().reload())
        .containsExactly(
            "channels.ops-hook: is removed, but 1 delivery waits; if it was renamed, add"
                + " \"formerly: ops-hook\" to its new name, otherwise discard them with certvigil"
                + " reload --discard-waiting");
    assertThat(column("SELECT state FROM delivery WHERE channel = 'ops-hook'"))
        .containsExactly("READY");

    assertThat(daemon.app().reload("olga")).isEmpty();
    assertThat(column("SELECT state || ' ' || reason FROM delivery WHERE channel = 'ops-hook'"))
        .containsExactly("DISCARDED channel removed; discarded by olga");
  }

  /** It is not claimed a second time, and the response of its receiver is recorded. */
  @Test
  void messageInFlight_isNotSentAgain() throws Exception {
    var came = new CountDownLatch(1);
    var mayAnswer = new CountDownLatch(1);
    var requests = new AtomicInteger();
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    var slow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    slow.setExecutor(threads);
    slow.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.getRequestBody().readAllBytes();
          came.countDown();
          try {
            mayAnswer.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    slow.start();
    try {
      daemon.add(zone, "device", 5);
      var url = "http://127.0.0.1:" + slow.getAddress().getPort() + "/";
      daemon.edit(daemon.receiver.url().toString(), url);
      assertThat(daemon.app().reload()).isEmpty();
      daemon.app().start();
      daemon.sweepByDaemon();
      came.await();

      daemon.edit("every: 1h", "every: 2h");
      assertThat(daemon.app().reload()).isEmpty();
      assertThat(column("SELECT state FROM delivery")).containsExactly("SENDING");
      mayAnswer.countDown();

      await().until(() -> column("SELECT state FROM delivery").equals(List.of("DELIVERED")));
      assertThat(requests).hasValue(1);
      assertThat(column("SELECT attempt FROM delivery")).containsExactly("1");
    } finally {
      mayAnswer.countDown();
      slow.stop(0);
      threads.close();
    }
  }

  @Test
  void runningSweep_continues_andItsRequestIsFinished() throws Exception {
    daemon.add(zone, "device", 5);
    daemon.add(otherZone, "other", 5);
    daemon.faults.inject(FaultKind.HANG, RequestMatcher.ofRoute(ApiRoute.CLIENT_CERTIFICATES));
    daemon.app().start();
    daemon.askForSweep();
    await().until(() -> daemon.faults.injectedCount() >= 1);
    daemon.faults.clear();

    assertThat(daemon.app().reload()).isEmpty();

    await()
        .until(
            () ->
                daemon
                    .deliveredLines()
                    .equals(List.of("certificate.expiring", "certificate.expiring")));
    await()
        .until(() -> column("SELECT id FROM request WHERE finished_at IS NULL").equals(List.of()));
  }

  @Test
  void listener_mayMove_butNotToAPortInUse() throws Exception {
    daemon.app().start();
    var before = daemon.app().webUri();
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      daemon.edit("127.0.0.1:0", "127.0.0.1:" + taken.getLocalPort());
      daemon.edit("every: 1h", "every: 2h");

      assertThat(daemon.app().reload()).singleElement().asString().contains("is in use");
      assertThat(daemon.app().webUri()).isEqualTo(before);
      assertThat(value("certvigil_sweep_interval_seconds")).isEqualTo(3600);
    }

    assertThat(daemon.app().reload()).isEmpty();

    assertThat(daemon.app().webUri()).isNotEqualTo(before);
    assertThat(value("certvigil_sweep_interval_seconds")).isEqualTo(7200);
  }

  @Test
  void post_appliesIt_forAuthorizedUsers() throws Exception {
    daemon.app().start();
    assertThat(post(Map.of()).statusCode()).isEqualTo(403);
    var users = "web: { basic_auth_users: { alice: \"" + HASH + "\" }, ";
    daemon.edit("web: {", users);
    assertThat(daemon.app().reload()).isEmpty();
    assertThat(post(Map.of()).statusCode()).isEqualTo(401);
    assertThat(post(alice()).statusCode()).isEqualTo(403);
    assertThat(post(alice()).body()).contains("web.may_change");
    daemon.edit(users, users + "may_change: [alice], ");
    assertThat(daemon.app().reload()).isEmpty();

    assertThat(post(Map.of()).statusCode()).isEqualTo(401);
    daemon.edit("every: 1h", "every: soon");
    var refused = post(alice());
    daemon.edit("every: soon", "every: 2h");
    var applied = post(alice());

    assertThat(refused.statusCode()).isEqualTo(500);
    assertThat(refused.body()).contains("certvigil.yml:7:", "watch[0].every");
    assertThat(applied.statusCode()).isEqualTo(200);
  }

  private static Map<String, String> alice() {
    var pair = "alice:test".getBytes(StandardCharsets.UTF_8);
    return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  private HttpResponse<String> post(Map<String, String> headers) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(daemon.app().webUri().resolve("/-/reload"))
              .POST(BodyPublishers.noBody());
      headers.forEach(request::header);
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }
}
