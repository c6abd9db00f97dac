package io.certvigil.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.store.failure.ReadLimit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class StoreAnswersTest {
  private static final WebSettings ANY_PORT = new WebSettings("127.0.0.1", 0, null);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Endpoint HEALTHY =
      (request, response) -> Endpoint.text(request, response, 200, Endpoint.PLAIN, "healthy");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Server server = new Server();
  private Listener listener = new Listener(server, ANY_PORT, ClientLimits.DEFAULTS);

  private void serve(StoreAnswers answers, Map<String, Endpoint> reading) throws Exception {
    var all = new HashMap<>(answers.limited(reading));
    all.put("/-/healthy", HEALTHY);
    var table = new DispatchTable(new AccessControl(ANY_PORT), all);
    server.setHandler(new RequestDispatcher(() -> table));
    listener.addToServer();
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.stop();
  }

  private CompletableFuture<HttpResponse<String>> get(String path) {
    var request = HttpRequest.newBuilder(URI.create(listener.url()).resolve(path)).build();
    return client.sendAsync(request, BodyHandlers.ofString());
  }

  private Socket send(String text) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Checks the limit as the store does, until it throws. */
  private static void readEndlessly() {
    while (true) {
      ReadLimit.current().run();
      Thread.onSpinWait();
    }
  }

  @Test
  void atMostTwoHeavyAnswers_areMadeAtOnce_andHealthIsOutside() throws Exception {
    var goOn = new CountDownLatch(1);
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    serve(
        new StoreAnswers(SHORT, LONG),
        Map.of(
            "/list",
            (request, response) -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              await(goOn);
              running.decrementAndGet();
              Endpoint.text(request, response, 200, Endpoint.PLAIN, "list");
            }));

    var asked = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    for (int i = 0; i < 20; i++) {
      asked.add(get("/list?q=" + i));
    }
    var refused = new ArrayList<HttpResponse<String>>();
    while (refused.size() < 18) {
      asked.stream()
          .filter(CompletableFuture::isDone)
          .map(CompletableFuture::join)
          .filter(answer -> !refused.contains(answer))
          .forEach(refused::add);
      assertThat(get("/-/healthy").get(60, TimeUnit.SECONDS).body()).isEqualTo("healthy");
    }
    goOn.countDown();

    assertThat(refused)
        .allSatisfy(
            answer -> {
              assertThat(answer.statusCode()).isEqualTo(503);
              assertThat(answer.headers().firstValue("retry-after")).hasValue("5");
              assertThat(answer.body()).contains("Too many requests");
            });
    assertThat(asked.stream().filter(one -> one.join().statusCode() == 200)).hasSize(2);
    assertThat(most.get()).isEqualTo(2);
  }

  @Test
  void lightAnswers_areMade_whileHeavyOnesTakeAllTurns() throws Exception {
    var goOn = new CountDownLatch(1);
    var begun = new CountDownLatch(2);
    serve(
        new StoreAnswers(SHORT, LONG),
        Map.of(
            "/list",
            (request, response) -> {
              if (request.getHttpURI().getQuery().contains("q=")) {
                begun.countDown();
                await(goOn);
              }
              Endpoint.text(request, response, 200, Endpoint.PLAIN, "list");
            }));
    var heavy = List.of(get("/list?q=1"), get("/list?q=2"));
    await(begun);

    assertThat(get("/list?sort=name&after=x").join().body()).isEqualTo("list");

    goOn.countDown();
    heavy.forEach(CompletableFuture::join);
  }

  @ParameterizedTest
  @CsvSource({
    ", false", "'', false", "sort=name&after=x, false", "limit=1000, false", "q=a, true",
    "sort=name&q=a, true", "%71=a, true", "as_of=1d, true", "zone=x, true", "label.team=a, true"
  })
  void heavy_isWhatReadsMoreThanItShows(String query, boolean heavy) {
    assertThat(StoreAnswers.isHeavy(query)).isEqualTo(heavy);
  }

  @Test
  void answer_thatTakesTooLong_isEnded() throws Exception {
    serve(
        new StoreAnswers(SHORT, Duration.ofMillis(300)),
        Map.of("/api/v1/list", (request, response) -> readEndlessly()));

    var answer = get("/api/v1/list?q=1").join();

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(answer.headers().firstValue("retry-after")).hasValue("5");
    assertThat(answer.body()).contains("Narrow the filter");
  }

  @Test
  void abandonedAnswer_isEnded_andItsTurnIsFree() throws Exception {
    var begun = new CountDownLatch(2);
    var ended = new CountDownLatch(2);
    serve(
        new StoreAnswers(LONG, LONG),
        Map.of(
            "/list",
            (request, response) -> {
              if (request.getHttpURI().getQuery().equals("q=good")) {
                Endpoint.text(request, response, 200, Endpoint.PLAIN, "list");
                return;
              }
              begun.countDown();
              try {
                readEndlessly();
              } finally {
                ended.countDown();
              }
            }));
    var one = send("GET /list?q=1 HTTP/1.1\r\nHost: localhost\r\n\r\n");
    var other = send("GET /list?q=2 HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await(begun);

    one.close();
    other.close();

    await(ended);
    assertThat(get("/list?q=good").get(60, TimeUnit.SECONDS).body()).isEqualTo("list");
  }

  /** To see whether a client has left, the server reads what may be the next request. */
  @Test
  void pipelinedRequest_isNotLost() throws Exception {
    serve(
        new StoreAnswers(SHORT, LONG),
        Map.of(
            "/list",
            (request, response) -> {
              long begin = System.nanoTime();
              while (System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(500)) {
                ReadLimit.current().run();
              }
              var text = "list " + request.getHttpURI().getQuery();
              Endpoint.text(request, response, 200, Endpoint.PLAIN, text);
            }));
    try (var socket = send("GET /list?q=1 HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
      var second = "GET /list?q=2 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      TimeUnit.MILLISECONDS.sleep(200); // so that it arrives while the first is being answered
      socket.getOutputStream().write(second.getBytes(StandardCharsets.US_ASCII));

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .contains("list q=1", "list q=2");
    }
  }

  /** Two clients that do not take their exports cannot lock out all others. */
  @Test
  void stalledStreams_loseTheirTurns() throws Exception {
    var begun = new CountDownLatch(2);
    serve(
        new StoreAnswers(Duration.ofSeconds(1), LONG),
        Map.of(
            "/export.csv",
            (request, response) -> {
              if ("q=good".equals(request.getHttpURI().getQuery())) {
                Endpoint.text(request, response, 200, Endpoint.PLAIN, "export");
                return;
              }
              begun.countDown();
              try (var out = Content.Sink.asOutputStream(response)) {
                for (int i = 0; i < 10_000; i++) {
                  out.write(new byte[64 * 1024]);
                }
              }
            }));
    try (var one = send("GET /export.csv HTTP/1.1\r\nHost: localhost\r\n\r\n");
        var other = send("GET /export.csv HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
      await(begun);
      int status = 503;
      while (status == 503) { // the test's time limit ends it
        status = get("/export.csv?q=good").join().statusCode();
      }

      assertThat(status).isEqualTo(200);
      assertThat(one.isClosed() || other.isClosed()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'GET /-/healthy HTTP/1.1\nHost: localhost\r\n\r\n', 400",
    "'GET /-/healthy HTTP/1.1\r\nHost: localhost\nX-A: b\r\n\r\n', 400",
    "'GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n\n', 400",
    "'GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n\r\n', 200"
  })
  void bareLineFeed_isRefused(String request, String status) throws Exception {
    serve(new StoreAnswers(), Map.of());

    try (var socket = send(request)) {
      assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 " + status);
    }
  }
}
