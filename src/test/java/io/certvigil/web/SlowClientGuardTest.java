package io.certvigil.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.web.server.ClientLimits;
import io.certvigil.web.server.Endpoint;
import io.certvigil.web.server.TestAuthority;
import io.certvigil.web.server.WebSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Slow clients on real sockets must not block a normal request. */
class SlowClientGuardTest extends SlowClientTestBase {
  private static final String LONG = "x".repeat(8_000_000);

  @TempDir Path folder;

  private Web serve(ClientLimits limits, WebSettings settings) {
    Map<String, Endpoint> answers =
        Map.of(
            "/short",
            (request, response) -> Endpoint.text(request, response, 200, Endpoint.PLAIN, "short"),
            "/long",
            (request, response) -> Endpoint.text(request, response, 200, Endpoint.PLAIN, LONG));
    return serve(settings, limits, answers);
  }

  private Web serve(ClientLimits limits) {
    return serve(limits, new WebSettings("127.0.0.1", 0, null));
  }

  private Socket send(Web to, String text) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(8 * 1024);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), to.port()));
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    sockets.add(socket);
    return socket;
  }

  private static String getShort(Web from) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(from.url()).resolve("/short"))
              .timeout(Duration.ofSeconds(20));
      return client.send(request.build(), BodyHandlers.ofString()).body();
    }
  }

  /**
   * Writes a byte every 50 ms until the server closes the connection; returns how long that took.
   */
  private static Duration writeSlowly(Socket socket) {
    long begin = System.nanoTime();
    try {
      while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(30)) {
        socket.getOutputStream().write('x');
        LockSupport.parkNanos(
            TimeUnit.MILLISECONDS.toNanos(
                50)); // the pace of a slow client, not a wait for something
      }
    } catch (IOException e) {
      // closed
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /short HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
        "GET /short HTTP/1.1\r\nHost: localhost\r\n\r\nGET /short HTTP/1.1\r\nX-Slow: "
      })
  void headerByteByByte_isCutOff(String begin) throws Exception {
    var made = serve(new ClientLimits(64, Duration.ofSeconds(2), NEVER));

    assertThat(writeSlowly(send(made, begin))).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void unreadResponse_isCutOff() throws Exception {
    var made = serve(new ClientLimits(64, NEVER, Duration.ofSeconds(2)));

    assertThat(writeSlowly(send(made, UNREAD))).isLessThan(Duration.ofSeconds(15));
  }

  @ParameterizedTest
  @CsvSource({"'GET /short HT', 300", "'" + UNREAD + "', 120"})
  void requestsAreServed_whileOtherClientsUseAllConnections(String text, int clients)
      throws Exception {
    var made = serve(new ClientLimits(64, NEVER, NEVER));

    for (int i = 0; i < clients; i++) {
      send(made, text);
      if (i % 20 == 0) {
        assertThat(getShort(made)).isEqualTo("short");
      }
    }
  }

  @Test
  void requestsAreServed_whileIncompleteHandshakesUseAllConnections() throws Exception {
    var authority = new TestAuthority();
    var ours = authority.issue("CN=web");
    var tls =
        new WebSettings.Tls(
            TestAuthority.write(folder.resolve("web.crt"), ours.certificate()),
            TestAuthority.write(folder.resolve("web.key"), ours.key()),
            null);
    var made =
        serve(
            new ClientLimits(64, NEVER, NEVER),
            new WebSettings("127.0.0.1", 0, null, false, tls, Map.of()));

    for (int i = 0; i < 200; i++) {
      send(made, "\u0016\u0003\u0001");
    }

    try (var client = HttpClient.newBuilder().sslContext(authority.client(null)).build()) {
      var request =
          HttpRequest.newBuilder(URI.create(made.url()).resolve("/short"))
              .timeout(Duration.ofSeconds(20));
      assertThat(client.send(request.build(), BodyHandlers.ofString()).body()).isEqualTo("short");
    }
  }

  @Test
  void readingClient_isNotEvicted() throws Exception {
    var made = serve(new ClientLimits(64, NEVER, NEVER));
    var reader = send(made, "GET /long HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    var begin = reader.getInputStream().readNBytes(100);
    for (int i = 0; i < 100; i++) {
      send(made, "GET /short HT");
    }

    assertThat(begin).hasSize(100);
    assertThat(reader.getInputStream().readAllBytes()).hasSizeGreaterThan(LONG.length());
  }

  @Test
  void longUri_isRefused() throws Exception {
    var made = serve(ClientLimits.DEFAULTS);
    var socket = send(made, "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");

    assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
        .isEqualTo("HTTP/1.1 414");
  }

  @Test
  void longBody_isRefused() throws Exception {
    var made = serve(ClientLimits.DEFAULTS);
    var head = "POST /short HTTP/1.1\r\nHost: localhost\r\nContent-Length: 70000\r\n\r\n";
    var socket = send(made, head);

    assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
        .isEqualTo("HTTP/1.1 413");
  }
}
