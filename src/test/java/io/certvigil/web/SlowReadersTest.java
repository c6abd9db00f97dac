package io.certvigil.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.web.server.ClientLimits;
import io.certvigil.web.server.Endpoint;
import io.certvigil.web.server.WebSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that do not take their answers, from one address and from many. */
@Timeout(180)
class SlowReadersTest extends SlowClientTestBase {
  private static final byte[] LONG = new byte[8_000_000];

  private Web serve(ClientLimits limits, Map<String, Endpoint> endpoints) {
    return serve(new WebSettings("127.0.0.1", 0, null), limits, endpoints);
  }

  private static Endpoint text(String text) {
    return (request, response) -> Endpoint.text(request, response, 200, Endpoint.PLAIN, text);
  }

  /** The same bytes for all, so that the test itself needs little memory. */
  private static void writeLong(Request request, Response response) throws IOException {
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, LONG.length);
    for (int from = 0; from < LONG.length; from += 80_000) {
      boolean last = from + 80_000 == LONG.length;
      Content.Sink.write(response, last, ByteBuffer.wrap(LONG, from, 80_000));
    }
  }

  private Web serve(ClientLimits limits) {
    return serve(
        limits,
        Map.of(
            "/long",
            SlowReadersTest::writeLong,
            "/metrics",
            text("metrics"),
            "/-/healthy",
            text("healthy")));
  }

  private Socket send(Web to, String from, String text) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(8 * 1024);
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), to.port()));
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String get(HttpClient client, Web from, String path) throws Exception {
    var uri = URI.create(from.url()).resolve(path);
    return client
        .send(
            HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build(),
            BodyHandlers.ofString())
        .body();
  }

  /** The attackers come back as soon as they are thrown out. */
  @ParameterizedTest
  @ValueSource(ints = {1, 10, 100})
  void healthAndMetrics_areAnswered_whileReadersThatReadNothingFillAllPlaces(int addresses)
      throws Exception {
    var made = serve(new ClientLimits(256, NEVER, NEVER));
    var over = new AtomicBoolean();
    var full = new CountDownLatch(300);
    var attack =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; !over.get(); i++) {
                    try {
                      sockets.add(send(made, "127.0.0." + (2 + i % addresses), UNREAD));
                    } catch (IOException e) {
                      // thrown out before it has sent its request
                    }
                    full.countDown();
                    if (sockets.size() > 600) {
                      closeQuietly(sockets.removeFirst());
                    }
                  }
                });
    try {
      assertThat(full.await(120, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < 20; i++) {
        try (var client = HttpClient.newHttpClient()) {
          assertThat(get(client, made, "/-/healthy")).isEqualTo("healthy");
          assertThat(get(client, made, "/metrics")).isEqualTo("metrics");
        }
      }
    } finally {
      over.set(true);
      attack.join();
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is not used any more.
    }
  }

  /** One client with few connections keeps them while another takes all that it gets. */
  @Test
  void clientWithinItsShare_isNotEvicted() throws Exception {
    var made = serve(new ClientLimits(64, NEVER, NEVER));
    var modest = send(made, "127.0.0.2", UNREAD);
    for (int i = 0; i < 300; i++) {
      sockets.add(send(made, "127.0.0.3", UNREAD));
    }

    try (modest) {
      int taken = 0;
      var some = new byte[64 * 1024];
      for (int read = 0; taken < LONG.length && read >= 0; taken += Math.max(read, 0)) {
        read = modest.getInputStream().read(some);
      }
      assertThat(taken).isGreaterThanOrEqualTo(LONG.length);
    }
  }

  @Test
  void timeThatTheServerTakes_isNotTheClients() throws Exception {
    var made =
        serve(
            new ClientLimits(64, Duration.ofSeconds(1), Duration.ofSeconds(1)),
            Map.of(
                "/late",
                (request, response) -> {
                  try {
                    TimeUnit.SECONDS.sleep(4); // longer than the client may take, and two checks
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  Endpoint.text(request, response, 200, Endpoint.PLAIN, "late");
                }));

    try (var client = HttpClient.newHttpClient()) {
      assertThat(get(client, made, "/late")).isEqualTo("late");
    }
  }

  /** 40 answers of 8 MB do not fit into 64 MB: the slowest clients are thrown out. */
  @Test
  void unsentAnswers_areBounded() throws Exception {
    var made = serve(new ClientLimits(64, NEVER, NEVER, 64_000_000));
    for (int i = 0; i < 40; i++) {
      sockets.add(send(made, "127.0.0.2", UNREAD));
    }

    int thrownOut = 0;
    for (var socket : sockets) {
      thrownOut += isThrownOut(socket, thrownOut < 32) ? 1 : 0;
    }
    assertThat(thrownOut).isBetween(32, 39);
  }

  /** Writes, since reading would take the answer. */
  private static boolean isThrownOut(Socket socket, boolean wait) throws IOException {
    for (int i = 0; i < (wait ? 100 : 1); i++) {
      try {
        socket.getOutputStream().write('x');
        TimeUnit.MILLISECONDS.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (SocketTimeoutException e) {
        throw e;
      } catch (IOException e) {
        return true;
      }
    }
    return false;
  }
}
