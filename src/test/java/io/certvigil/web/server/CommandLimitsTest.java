package io.certvigil.web.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.certvigil.store.failure.ReadLimit;
import java.io.IOException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever may read at the socket cannot use up the daemon with the questions of commands. */
@Timeout(120)
class CommandLimitsTest {
  private static final WebSettings ANY_PORT = new WebSettings("127.0.0.1", 0, null);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir private Path folder;
  private final Server server = new Server();
  private final Listener listener = new Listener(server, ANY_PORT, ClientLimits.DEFAULTS);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  private void serve(StoreAnswers answers, Map<String, Endpoint> limited) throws Exception {
    var all = new HashMap<>(answers.limited(limited));
    all.put("/-/healthy", text("healthy"));
    all.put("/metrics", text("metrics"));
    var table = new DispatchTable(new AccessControl(ANY_PORT), all);
    server.setHandler(new RequestDispatcher(() -> table));
    listener.addToServer();
    server.start();
    new CommandSocket(server, path(), path()).start(server);
  }

  private Path path() {
    return folder.resolve("x.sock");
  }

  @AfterEach
  void stop() throws Exception {
    goOn.countDown();
    server.stop();
  }

  private static Endpoint text(String text) {
    return (request, response) -> Endpoint.text(request, response, 200, Endpoint.PLAIN, text);
  }

  /** Waits until the test lets all of them go on. */
  private Endpoint heavy() {
    return (request, response) -> {
      most.accumulateAndGet(running.incrementAndGet(), Math::max);
      try {
        assertThat(goOn.await(60, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      running.decrementAndGet();
      Endpoint.text(request, response, 200, Endpoint.PLAIN, "done");
    };
  }

  /** The status of the answer at the socket. */
  private int ask(String method, String target) {
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(path()))) {
      var head = method + " " + target + " HTTP/1.0\r\nHost: localhost\r\n\r\n";
      channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
      var answer =
          new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
      return Integer.parseInt(answer.split(" ", 3)[1]);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String get(HttpClient client, String path) throws Exception {
    var uri = URI.create(listener.url()).resolve(path);
    return client
        .send(
            HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build(),
            BodyHandlers.ofString())
        .body();
  }

  @Test
  void fewHeavyOnesAtOnce_andHealthMetricsAndLightOnesGoOn() throws Exception {
    serve(
        new StoreAnswers(SHORT, LONG),
        Map.of(
            "/-/commands/check",
            heavy(),
            "/-/commands/store",
            heavy(),
            "POST /-/commands/silence",
            heavy(),
            "/-/commands/request",
            text("light"),
            "/api/v1/alerts",
            text("pages")));
    try (var askers = Executors.newVirtualThreadPerTaskExecutor();
        var client = HttpClient.newHttpClient()) {
      var asked = new ArrayList<CompletableFuture<Integer>>();
      for (int i = 0; i < 40; i++) {
        var path = List.of("check", "store", "silence").get(i % 3);
        var method = path.equals("silence") ? "POST" : "GET";
        asked.add(CompletableFuture.supplyAsync(() -> ask(method, "/-/commands/" + path), askers));
      }
      await().until(() -> asked.stream().filter(CompletableFuture::isDone).count() >= 38);

      assertThat(running).hasValue(2);
      assertThat(get(client, "/-/healthy")).isEqualTo("healthy");
      assertThat(get(client, "/metrics")).isEqualTo("metrics");
      assertThat(get(client, "/api/v1/alerts?q=heavy")).isEqualTo("pages");
      assertThat(ask("GET", "/-/commands/request?id=1")).isEqualTo(200);
      goOn.countDown();
      var statuses = asked.stream().map(CompletableFuture::join).toList();
      assertThat(statuses).containsOnly(200, 503);
      assertThat(statuses.stream().filter(status -> status == 200)).hasSize(2);
      assertThat(most).hasValue(2);
    }
  }

  @Test
  void questionThatTakesTooLong_isEnded() throws Exception {
    serve(
        new StoreAnswers(SHORT, SHORT),
        Map.of(
            "/-/commands/check",
            (request, response) -> {
              while (true) {
                ReadLimit.current().run();
                Thread.onSpinWait();
              }
            }));

    assertThat(ask("GET", "/-/commands/check")).isEqualTo(503);
  }
}
