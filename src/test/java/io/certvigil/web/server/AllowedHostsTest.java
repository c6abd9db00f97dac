package io.certvigil.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which hosts and origins requests may name, checked with requests as bytes over a socket. */
class AllowedHostsTest {
  private static final Endpoint ANSWER =
      (request, response) -> Endpoint.text(request, response, 200, Endpoint.PLAIN, "secret\n");

  private final Server server = new Server(0);

  @BeforeEach
  void start() throws Exception {
    var settings =
        new WebSettings(
            "listen.example",
            0,
            URI.create("https://certs.example.com"),
            false,
            null,
            Map.of(),
            WebSettings.Access.DEFAULTS.withHosts("scrape.example.net"));
    var endpoints = Map.of("/page", ANSWER, "/-/healthy", ANSWER, "/-/ready", ANSWER);
    var site = new DispatchTable(new AccessControl(settings), endpoints);
    server.setHandler(new RequestDispatcher(() -> site));
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  /** The whole answer to a request of these lines. */
  private String answer(String... lines) throws IOException {
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      var request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private int status(String... lines) throws IOException {
    return Integer.parseInt(answer(lines).split(" ", 3)[1]);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 200",
    "127.0.0.1:10365, 200",
    "127.0.0.1., 200",
    "192.0.2.7:80, 200",
    "[::1], 200",
    "[::1]:10365, 200",
    "[2001:DB8::a]:443, 200",
    "[::ffff:127.0.0.1], 200",
    "localhost, 200",
    "localhost:10365, 200",
    "LocalHost., 200",
    "listen.example:1, 200",
    "CERTS.example.com, 200",
    "certs.example.com.:443, 200",
    "scrape.example.net:10365, 200",
    "Scrape.Example.Net, 200",
    "evil.example, 421",
    "evil.example:10365, 421",
    "localhost.evil.example, 421",
    "evil.localhost, 421",
    "127.0.0.1.evil.example, 421",
    "certs.example.com.evil.example, 421",
    "xcerts.example.com, 421",
    "example.com, 421",
    "localhost.., 421",
    "127.1, 421",
    "2130706433, 421",
    "0x7f000001, 421",
    "127.0.0.256, 421",
    "0, 421"
  })
  void host_mustBeKnown(String host, int status) throws IOException {
    assertThat(status("GET /page HTTP/1.1", "Host: " + host)).isEqualTo(status);
  }

  /** The server itself refuses some of these as malformed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[::1", "::1", "[evil.example]", "[::1%25lo]", "[1]", "user@127.0.0.1", "127.0.0.1@evil",
        "127.0.0.1:x", "127.0.0.1:80:80", "127.0.0.1/", "127.0.0.1, evil.example", "[]", ":80", ".",
        "evil.example#127.0.0.1", "127.0.0.1\\evil.example"
      })
  void malformedHost_isRefused(String host) throws IOException {
    assertThat(status("GET /page HTTP/1.1", "Host: " + host)).isIn(400, 421);
  }

  @Test
  void refusal_namesTheKey_andNotTheHost() throws IOException {
    assertThat(answer("GET /page HTTP/1.1", "Host: evil.example"))
        .contains("web.hosts")
        .doesNotContain("evil", "secret");
  }

  @Test
  void missingHost_isRefused() throws IOException {
    assertThat(status("GET /page HTTP/1.1")).isEqualTo(400);
    assertThat(status("GET /page HTTP/1.1", "Host:")).isIn(400, 421);
    assertThat(status("GET /page HTTP/1.0")).isEqualTo(421);
  }

  @Test
  void duplicateHost_isRefused() throws IOException {
    assertThat(status("GET /page HTTP/1.1", "Host: 127.0.0.1", "Host: evil.example"))
        .isEqualTo(400);
    assertThat(status("GET /page HTTP/1.1", "Host: evil.example", "Host: 127.0.0.1"))
        .isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1/page, 127.0.0.1, 200",
    "http://localhost:10365/page, localhost:10365, 200",
    "http://evil.example/page, evil.example, 421",
    "http://evil.example/page, 127.0.0.1, 400",
    "http://127.0.0.1/page, evil.example, 400",
    "https://evil.example/page, evil.example, 421"
  })
  void absoluteTarget_countsAsHost(String target, String host, int status) throws IOException {
    assertThat(status("GET " + target + " HTTP/1.1", "Host: " + host)).isEqualTo(status);
  }

  @Test
  void absoluteTarget_doesNotReplaceTheHeader() throws IOException {
    assertThat(status("GET http://127.0.0.1/page HTTP/1.0")).isEqualTo(421);
  }

  @ParameterizedTest
  @CsvSource({
    "/-/healthy, 200",
    "/-/ready, 200",
    "/-/../-/healthy, 200",
    "/-/healthy/, 421",
    "/-/healthy/../../page, 421",
    "/-/healthy/..%2f..%2fpage, 400",
    "/page?x=/-/healthy, 421",
    "/-/reload, 421",
    "/nothing, 421"
  })
  void onlyHealth_answersToEveryHost(String path, int status) throws IOException {
    assertThat(status("GET " + path + " HTTP/1.1", "Host: evil.example")).isEqualTo(status);
  }

  /** What the browser sends for a page of evil.example, whose name has this daemon's address. */
  @Test
  void reboundPage_isRefused() throws IOException {
    assertThat(
            status(
                "GET /page HTTP/1.1",
                "Host: evil.example:10365",
                "Referer: http://evil.example:10365/",
                "Sec-Fetch-Site: same-origin"))
        .isEqualTo(421);
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:10365, 200",
    "http://LOCALHOST, 200",
    "http://[::1]:10365, 200",
    "http://scrape.example.net, 200",
    "https://certs.example.com, 200",
    "https://certs.example.com:443, 200",
    "https://certs.example.com:444, 421",
    "https://scrape.example.net, 421",
    "https://127.0.0.1:10365, 421",
    "http://evil.example, 421",
    "http://user@127.0.0.1, 421",
    "null, 421",
    "file://, 421",
    "127.0.0.1, 421",
    "http:, 421",
    "http://127.0.0.1 http://evil.example, 421"
  })
  void origin_mustBeKnown_withItsScheme(String origin, int status) throws IOException {
    assertThat(status("GET /page HTTP/1.1", "Host: 127.0.0.1:10365", "Origin: " + origin))
        .isEqualTo(status);
  }

  /** Random mixtures of the parts of hosts: none that the list does not contain is answered. */
  @Test
  void randomHosts_areAnswered_onlyIfTheyAreKnown() {
    int rounds = Integer.getInteger("certvigil.fuzz.hosts", 20_000);
    var random = new Random(14);
    var parts =
        new String[] {
          "127.0.0.1", "localhost", "evil", ".", ":", "[", "]", "::1", "@", "%", "80", "certs",
          "example", "com", "/", "#", "\\", " ", "0", "x", "\0", "\u0131", "LOCALHOST", "-"
        };
    var hosts = new AllowedHosts(new WebSettings("127.0.0.1", 0, null));
    for (int i = 0; i < rounds; i++) {
      var host = new StringBuilder();
      for (int part = random.nextInt(1, 6); part > 0; part--) {
        host.append(parts[random.nextInt(parts.length)]);
      }
      if (hosts.allows(host.toString())) {
        assertThat(host.toString())
            .matches(
                "(?i)(localhost\\.?|\\d+\\.\\d+\\.\\d+\\.\\d+\\.?|\\[[0-9a-f:.]+])(:\\d{0,5})?");
      }
    }
  }
}
