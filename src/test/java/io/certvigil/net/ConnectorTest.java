package io.certvigil.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.certvigil.web.server.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Proxies, trust and client certificates of outgoing connections. */
@Timeout(60)
class ConnectorTest {
  private static final TestAuthority AUTHORITY = new TestAuthority();
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String LOGIN = "user:pa55-w0rd";

  private final ConnectProxy proxy = new ConnectProxy(LOGIN);
  private final SocketServer echo =
      new SocketServer(
          AUTHORITY.server("api.example.com", TestAuthority.VALID).getServerSocketFactory(),
          connection -> connection.getOutputStream().write("hello".getBytes(UTF_8)));

  @AfterEach
  void close() {
    echo.close();
    proxy.close();
  }

  private static ProxyServer server(int port, String login) {
    return ProxyServer.parse(
        "http://" + login + (login.isEmpty() ? "" : "@") + "127.0.0.1:" + port);
  }

  private static OutboundSettings through(ProxyServer proxy) {
    return AUTHORITY.outbound("channels.a", proxy);
  }

  /** What the server says over TLS. */
  private static String read(OutboundSettings settings, String host, int port) throws IOException {
    try (var connection = new Connector(settings).connection(host, port, true, LIMIT);
        var secured = connection.startTls(connection.connect())) {
      return new String(secured.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private IOException fault(OutboundSettings settings) {
    return catchThrowableOfType(
        IOException.class, () -> read(settings, "api.example.com", echo.port()));
  }

  @Test
  void tunnel_isOpened_withLogin() throws IOException {
    assertThat(read(through(server(proxy.port(), LOGIN)), "api.example.com", echo.port()))
        .isEqualTo("hello");
    assertThat(proxy.requests())
        .containsExactly("CONNECT api.example.com:" + echo.port() + " HTTP/1.1");
  }

  @Test
  void proxyWithTls_isTrustedLikeAServer() throws IOException {
    var context = AUTHORITY.server("localhost", TestAuthority.VALID);
    try (var encrypted = new ConnectProxy(context.getServerSocketFactory(), LOGIN)) {
      var settings =
          through(ProxyServer.parse("https://" + LOGIN + "@localhost:" + encrypted.port()));

      assertThat(read(settings, "api.example.com", echo.port())).isEqualTo("hello");
    }
  }

  @Test
  void refusals_sayWhatToDo_withoutTheLogin() {
    assertThat(fault(through(server(proxy.port(), ""))))
        .isInstanceOf(ProxyException.class)
        .hasMessage(
            "the proxy http://127.0.0.1:%d requires user and password (407): add them to"
                + " channels.a.proxy",
            proxy.port());
    assertThat(fault(through(server(proxy.port(), "user:wrong"))))
        .hasMessage(
            "the proxy http://127.0.0.1:%d does not accept user and password (407): check"
                + " channels.a.proxy",
            proxy.port());
    proxy.refuse("HTTP/1.1 403 Forbidden " + LOGIN);
    assertThat(fault(through(server(proxy.port(), LOGIN))))
        .hasMessage(
            "the proxy http://127.0.0.1:%d opens no tunnel to api.example.com:%d (HTTP 403): allow"
                + " it there, or change channels.a.proxy",
            proxy.port(), echo.port());
    proxy.refuse("220 mail ESMTP");
    assertThat(fault(through(server(proxy.port(), LOGIN))))
        .hasMessage(
            "http://127.0.0.1:%d does not answer as an HTTP proxy: check channels.a.proxy",
            proxy.port());
  }

  @Test
  void proxyThatIsDown_isNamed() {
    int port = proxy.port();
    proxy.close();

    assertThat(fault(through(server(port, LOGIN))))
        .isInstanceOf(ProxyException.class)
        .hasMessage(
            "cannot connect to the proxy http://127.0.0.1:%d: ConnectException; check"
                + " channels.a.proxy",
            port);
  }

  @Test
  void answerBehindTheHead_isLeftToTheServer() throws IOException {
    try (var server =
            new SocketServer(
                connection ->
                    connection
                        .getOutputStream()
                        .write("HTTP/1.0 200 OK\nA: b\n\n220 mail".getBytes(UTF_8)));
        var connection =
            new Connector(through(server(server.port(), "")))
                .connection("mail.example.com", 587, true, LIMIT)) {
      var wire = connection.connect();

      assertThat(new String(wire.getInputStream().readAllBytes(), UTF_8)).isEqualTo("220 mail");
    }
  }

  @Test
  void thisMachine_isReachedDirectly_ifTheProxyIsFromTheEnvironment() throws IOException {
    var proxies = server(1, "");
    var given = AUTHORITY.outbound("a", proxies);
    var ambient =
        new OutboundSettings("a", proxies, true, NoProxy.NONE, given.ca(), SystemTrust.NONE, null);
    try (var local =
        new SocketServer(
            AUTHORITY.server("localhost", TestAuthority.VALID).getServerSocketFactory(),
            connection -> connection.getOutputStream().write("hello".getBytes(UTF_8)))) {

      assertThat(read(ambient, "localhost", local.port())).isEqualTo("hello");
      assertThat(ambient.proxyFor("127.0.0.1", 443)).isEmpty();
      assertThat(ambient.proxyFor("::1", 443)).isEmpty();
      assertThat(ambient.proxyFor("example.com", 443)).contains(proxies);
      assertThat(given.proxyFor("localhost", 443)).contains(proxies);
    }
  }

  @Test
  void connectionWithoutTls_isNeverSentThroughAProxy() throws IOException {
    try (var server = new SocketServer(connection -> connection.getOutputStream().write('x'));
        var connection =
            new Connector(through(server(1, "")))
                .connection("127.0.0.1", server.port(), false, LIMIT)) {
      assertThat(connection.connect().getInputStream().read()).isEqualTo('x');
    }
    assertThat(proxy.requests()).isEmpty();
  }

  @Test
  void unknownAuthority_isNamed_withTheKeyToSet() {
    var settings =
        new OutboundSettings(
            "cloudflare",
            server(proxy.port(), LOGIN),
            false,
            NoProxy.NONE,
            null,
            SystemTrust.NONE,
            null);

    var fault = fault(settings);

    assertThat(fault).isInstanceOf(SSLHandshakeException.class);
    assertThat(ConnectFaults.explanation(fault))
        .hasValueSatisfying(
            why ->
                assertThat(why)
                    .startsWith(
                        "\"CN=server\" is signed by \""
                            + AUTHORITY.certificate().getSubjectX500Principal().getName()
                            + "\", which is not trusted: if it is your CA, set cloudflare.ca_file"
                            + " (SHA-256 of the last of 1 certificates: ")
                    .matches(".*[0-9a-f]{64}\\)"));
  }

  @Test
  void systemStore_isTrusted(@TempDir Path folder) throws IOException {
    var file = TestAuthority.write(folder.resolve("ca.crt"), AUTHORITY.certificate());
    Files.writeString(
        file,
        "-----BEGIN CERTIFICATE-----\nbm90IG9uZQ==\n-----END CERTIFICATE-----\n"
            + Files.readString(file));
    var settings =
        new OutboundSettings(
            "a",
            server(proxy.port(), LOGIN),
            false,
            NoProxy.NONE,
            null,
            SystemTrust.in(file),
            null);

    assertThat(read(settings, "api.example.com", echo.port())).isEqualTo("hello");
  }

  @Test
  void clientCertificate_isShown() throws IOException {
    var client = AUTHORITY.issue("CN=certvigil");
    var identity =
        new ClientIdentity(Path.of("c"), Path.of("k"), List.of(client.certificate()), client.key());
    var context = AUTHORITY.server("api.example.com", TestAuthority.VALID);
    try (var server = new TlsReceiver(context, true, 200, "hello")) {
      var settings =
          new OutboundSettings(
              "a",
              server(proxy.port(), LOGIN),
              false,
              NoProxy.NONE,
              through(server(1, "")).ca(),
              SystemTrust.NONE,
              identity);

      get(settings, server.port());

      assertThat(server.requests()).containsExactly("GET / CN=certvigil");
    }
  }

  private static void get(OutboundSettings settings, int port) throws IOException {
    var limits = new HttpClientLimits(LIMIT, LIMIT, 1, LIMIT, 1000, 100);
    try (var client = HttpClientFactory.client("1", limits, new Connector(settings))) {
      var request = new HttpGet("https://api.example.com:" + port + "/");
      client.execute(request, response -> response.getCode());
    }
  }
}
