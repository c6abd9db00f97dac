package io.certvigil.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.certvigil.web.server.Endpoint;
import io.certvigil.web.server.TestAuthority;
import io.certvigil.web.server.UserEndpoints;
import io.certvigil.web.server.WebSettings;
import io.certvigil.web.server.WebSettings.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Open TLS connections while the trusted authorities or the certificate change. */
@Timeout(60)
class TrustChangeTest {
  @TempDir Path folder;

  private final TestAuthority authority = new TestAuthority();
  private final TestAuthority other = new TestAuthority();
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch changed = new CountDownLatch(1);
  private Web web;

  @BeforeEach
  void start() {
    web = serve(tls(authority));
  }

  @AfterEach
  void stop() {
    web.close();
  }

  private Web serve(Tls tls) {
    var endpoints = new HashMap<>(UserEndpoints.ALL);
    endpoints.put("/slow", this::slow);
    var made = new Web(settings(tls), endpoints);
    made.start();
    return made;
  }

  private void slow(Request request, Response response) throws IOException {
    started.countDown();
    try {
      changed.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    Endpoint.text(request, response, 200, Endpoint.PLAIN, "slow");
  }

  private static WebSettings settings(Tls tls) {
    return new WebSettings("127.0.0.1", 0, null, false, tls, Map.of());
  }

  /** Writes the files anew; without authorities clients need no certificate. */
  private Tls tls(TestAuthority... clients) {
    var ours = authority.issue("CN=web");
    var cert = TestAuthority.write(folder.resolve("web.crt"), ours.certificate());
    var key = TestAuthority.write(folder.resolve("web.key"), ours.key());
    var certificates = Stream.of(clients).map(TestAuthority::certificate).toArray();
    var ca = folder.resolve("clients.crt");
    return new Tls(cert, key, clients.length == 0 ? null : TestAuthority.write(ca, certificates));
  }

  private SSLContext withCertificate() {
    return authority.client(authority.issue("CN=prometheus"));
  }

  private Connection connect(SSLContext context) throws IOException {
    var socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), web.port());
    return new Connection(socket);
  }

  /** One open connection. */
  private record Connection(SSLSocket socket) implements AutoCloseable {
    void send(String path) throws IOException {
      var request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    /** The status and whether the server closes the connection afterwards: {@code 200 close}. */
    String answer() throws IOException {
      var head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = socket.getInputStream().read();
        if (next < 0) {
          throw new IOException("closed after: " + head);
        }
        head.append((char) next);
      }
      var lines = List.of(head.toString().toLowerCase(Locale.ROOT).split("\r\n", -1));
      var length = lines.stream().filter(line -> line.startsWith("content-length:")).findFirst();
      socket.getInputStream().readNBytes(Integer.parseInt(length.orElseThrow().substring(16)));
      boolean closes = lines.contains("connection: close");
      assertThat(closes && socket.getInputStream().read() >= 0).isFalse();
      return lines.getFirst().split(" ", 3)[1] + (closes ? " close" : " open");
    }

    String get(String path) throws IOException {
      send(path);
      return answer();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void withdrawnCertificate_hasNoRights_onAnOpenConnection() throws Exception {
    try (var open = connect(withCertificate())) {
      assertThat(open.get("/page")).isEqualTo("200 open");

      web.reconfigure(settings(tls(other)));

      assertThat(open.get("/page")).isEqualTo("401 close");
    }
  }

  /** The file is replaced, and nothing is reloaded. */
  @Test
  void withdrawnCertificate_hasNoRights_afterTheFileChanged() throws Exception {
    tls(other);

    await()
        .until(
            () -> {
              try (var open = connect(withCertificate())) {
                return open.get("/page").equals("200 open") ? "served" : "refused";
              } catch (IOException e) {
                return "refused";
              }
            },
            "refused"::equals);
  }

  @Test
  void changedFile_isNoticed_byARequestOnAnOpenConnection() throws Exception {
    try (var open = connect(withCertificate())) {
      assertThat(open.get("/page")).isEqualTo("200 open");
      tls(other);

      await().until(() -> open.get("/page").equals("401 close"));
    }
  }

  @Test
  void certificateThatIsStillTrusted_isServed_andItsConnectionClosed() throws Exception {
    try (var open = connect(withCertificate())) {
      assertThat(open.get("/page")).isEqualTo("200 open");

      web.reconfigure(settings(tls(other, authority)));

      assertThat(open.get("/page")).isEqualTo("200 close");
    }
    try (var next = connect(withCertificate())) {
      assertThat(next.get("/page")).isEqualTo("200 open");
    }
  }

  @Test
  void renewedServerCertificate_closesConnections_afterTheirResponse() throws Exception {
    web.close();
    web = serve(tls());
    try (var open = connect(authority.client(null))) {
      assertThat(open.get("/page")).isEqualTo("200 open");

      web.reconfigure(settings(tls()));

      assertThat(open.get("/page")).isEqualTo("200 close");
    }
  }

  @Test
  void connectionWithoutCertificate_isUnauthorized_onceOneIsRequired() throws Exception {
    web.close();
    web = serve(tls());
    try (var open = connect(authority.client(null))) {
      assertThat(open.get("/page")).isEqualTo("200 open");

      web.reconfigure(settings(tls(authority)));

      assertThat(open.get("/page")).isEqualTo("401 close");
    }
  }

  @Test
  void responseInProgress_isNotCut() throws Exception {
    try (var open = connect(withCertificate())) {
      open.send("/slow");
      started.await();

      web.reconfigure(settings(tls(other)));
      changed.countDown();

      assertThat(open.answer()).isEqualTo("200 open");
      assertThat(open.get("/page")).isEqualTo("401 close");
    }
  }

  /** Not even by resuming the session, which needs no certificate. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void withdrawnCertificate_connectsNoMore(String protocol) throws Exception {
    var client = withCertificate();
    try (var first = connect(client)) {
      first.socket().setEnabledProtocols(new String[] {protocol});
      assertThat(first.get("/page")).isEqualTo("200 open");
    }

    web.reconfigure(settings(tls(other)));

    try (var second = connect(client)) {
      second.socket().setEnabledProtocols(new String[] {protocol});
      assertThatThrownBy(() -> second.get("/page")).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, true",
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, true",
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, true",
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, false",
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384, false",
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, false",
    "TLSv1.3, TLS_AES_128_GCM_SHA256, true"
  })
  void cipherSuitesWithCbc_areNotOffered(String protocol, String suite, boolean offered)
      throws Exception {
    try (var open = connect(withCertificate())) {
      open.socket().setEnabledProtocols(new String[] {protocol});
      open.socket().setEnabledCipherSuites(new String[] {suite});

      assertThat(succeeds(open)).isEqualTo(offered);
    }
  }

  private static boolean succeeds(Connection open) {
    try {
      return open.get("/page").equals("200 open");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void browsersLearn_toUseTlsOnly() throws Exception {
    try (var open = connect(withCertificate())) {
      open.send("/page");
      var head =
          new String(open.socket().getInputStream().readNBytes(200), StandardCharsets.US_ASCII);

      assertThat(head).contains("\r\nStrict-Transport-Security: max-age=31536000\r\n");
    }
  }
}
