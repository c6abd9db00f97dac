package io.certvigil.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.certvigil.demo.FreePort;
import io.certvigil.web.server.TestAuthority;
import io.certvigil.web.server.TestAuthority.Issued;
import io.certvigil.web.server.UserEndpoints;
import io.certvigil.web.server.WebException;
import io.certvigil.web.server.WebSettings;
import io.certvigil.web.server.WebSettings.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS connections, with certificate files that change while the server runs. */
class TlsTest {
  @TempDir Path folder;

  private final TestAuthority authority = new TestAuthority();
  private @Nullable Web web;

  @AfterEach
  void stop() {
    if (web != null) {
      web.close();
    }
  }

  private Tls files(Issued ours) {
    return new Tls(
        TestAuthority.write(folder.resolve("web.crt"), ours.certificate(), authority.certificate()),
        TestAuthority.write(folder.resolve("web.key"), ours.key()),
        null);
  }

  private Tls withClientCa(Tls files, TestAuthority clients) {
    var ca = TestAuthority.write(folder.resolve("clients.crt"), clients.certificate());
    return new Tls(files.cert(), files.key(), ca);
  }

  private static WebSettings on(int port, @Nullable Tls tls) {
    var access = WebSettings.Access.DEFAULTS.withMayChange("alice", "cn:prometheus");
    return new WebSettings("127.0.0.1", port, null, false, tls, Map.of(), access);
  }

  private Web serve(@Nullable Tls tls) {
    var made = new Web(on(0, tls), UserEndpoints.ALL);
    web = made;
    made.start();
    return made;
  }

  private HttpResponse<String> get(Web from, @Nullable Issued own)
      throws IOException, InterruptedException {
    return send(own, HttpRequest.newBuilder(URI.create(from.url()).resolve("/page")));
  }

  private HttpResponse<String> send(@Nullable Issued own, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (var client = HttpClient.newBuilder().sslContext(authority.client(own)).build()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  private X509Certificate served(Web from) throws IOException, InterruptedException {
    return (X509Certificate) get(from, null).sslSession().orElseThrow().getPeerCertificates()[0];
  }

  @Test
  void page_isServed_withTheChain() throws Exception {
    var made = serve(files(authority.issue("CN=web")));

    var answer = get(made, null);

    assertThat(made.url()).startsWith("https://127.0.0.1:");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
    assertThat(answer.sslSession().orElseThrow().getPeerCertificates()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"RSA, false", "RSA, true", "EC, false", "EC, true", "Ed25519, true"})
  void everyKindOfKey_isRead(String algorithm, boolean pkcs8) throws Exception {
    var ours = authority.issue("CN=web", algorithm);
    var key = pkcs8 ? ours.key() : TestAuthority.traditional(ours.key());
    var tls = files(ours);
    TestAuthority.write(tls.key(), key);

    assertThat(get(serve(tls), null).statusCode()).isEqualTo(200);
  }

  @Test
  void renewedCertificate_isServed_withoutAReload() throws Exception {
    var made = serve(files(authority.issue("CN=web")));
    var first = served(made);
    var renewed = authority.issue("CN=web");

    files(renewed);

    await().until(() -> served(made).equals(renewed.certificate()));
    assertThat(first).isNotEqualTo(renewed.certificate());
  }

  @Test
  void brokenFile_leavesTheOldCertificate_untilItIsRepaired() throws Exception {
    var first = authority.issue("CN=web");
    var tls = files(first);
    var made = serve(tls);
    var renewed = authority.issue("CN=web");

    Files.writeString(tls.cert(), "half of a certific");
    for (int look = 0; look < 3; look++) {
      assertThat(served(made)).isEqualTo(first.certificate());
    }
    files(renewed);

    await().until(() -> served(made).equals(renewed.certificate()));
  }

  @Test
  void clientCertificate_identifiesTheUser_whoMayChange() throws Exception {
    var made = serve(withClientCa(files(authority.issue("CN=web")), authority));
    var own = authority.issue("CN=prometheus, O=Ops");

    var page = get(made, own);
    var change = change(made, own);

    assertThat(page.body()).isEqualTo("prometheus");
    assertThat(change.body()).isEqualTo("prometheus");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CN=other",
        "O=prometheus",
        "CN=Prometheus",
        "CN=prometheus\\,O\\=Ops",
        "CN=cn:prometheus",
        "CN=alice"
      })
  void clientCertificate_ofAnotherName_mayNotChange(String subject) throws Exception {
    var made = serve(withClientCa(files(authority.issue("CN=web")), authority));
    var own = authority.issue(subject);

    var refused = change(made, own);

    assertThat(get(made, own).statusCode()).isEqualTo(200);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("web.may_change");
  }

  private HttpResponse<String> change(Web made, Issued own) throws Exception {
    return send(
        own,
        HttpRequest.newBuilder(URI.create(made.url()).resolve("/change"))
            .POST(BodyPublishers.noBody()));
  }

  @Test
  void client_needsACertificate_ofTheRightAuthority() {
    var made = serve(withClientCa(files(authority.issue("CN=web")), authority));
    var foreign = new TestAuthority().issue("CN=prometheus");

    assertThatThrownBy(() -> get(made, null)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> get(made, foreign)).isInstanceOf(IOException.class);
  }

  @Test
  void plainHttp_isNotAnswered() {
    var made = serve(files(authority.issue("CN=web")));
    var plain = URI.create(made.url().replace("https:", "http:")).resolve("/page");

    assertThatThrownBy(() -> send(null, HttpRequest.newBuilder(plain)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void changedConfig_mayTurnTlsOnAndOff_atTheSameAddress() throws Exception {
    var port = FreePort.any();
    var made = new Web(on(port, null), UserEndpoints.ALL);
    web = made;
    made.start();
    assertThat(get(made, null).body()).isEqualTo("nobody");

    made.reconfigure(on(port, files(authority.issue("CN=web"))));
    assertThat(made.url()).isEqualTo("https://127.0.0.1:" + port + "/");
    assertThat(get(made, null).body()).isEqualTo("nobody");

    made.reconfigure(on(port, null));
    assertThat(made.url()).isEqualTo("http://127.0.0.1:" + port + "/");
    assertThat(get(made, null).body()).isEqualTo("nobody");
  }

  @Test
  void changedConfig_mayRequireClientCertificates_atOnce() throws Exception {
    var tls = files(authority.issue("CN=web"));
    var made = serve(tls);
    assertThat(get(made, null).body()).isEqualTo("nobody");

    made.reconfigure(on(0, withClientCa(tls, authority)));

    assertThatThrownBy(() -> get(made, null)).isInstanceOf(IOException.class);
    assertThat(get(made, authority.issue("CN=prometheus")).body()).isEqualTo("prometheus");
  }

  @Test
  void changedConfig_mayChangeTheAddress() throws Exception {
    var made = serve(null);
    int before = made.port();
    int after = FreePort.any();

    made.reconfigure(on(after, null));

    assertThat(made.port()).isEqualTo(after);
    assertThat(get(made, null).body()).isEqualTo("nobody");
    try (var free = new ServerSocket(before, 1, InetAddress.getLoopbackAddress())) {
      assertThat(free.isBound()).isTrue();
    }
  }

  @Test
  void addressInUse_changesNothing() throws Exception {
    var made = serve(null);
    int before = made.port();

    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> made.reconfigure(on(taken.getLocalPort(), null)))
          .isInstanceOf(WebException.class)
          .hasMessageContaining("is in use");
    }

    assertThat(made.port()).isEqualTo(before);
    assertThat(get(made, null).body()).isEqualTo("nobody");
  }

  @Test
  void filesThatCannotBeUsed_changeNothing() throws Exception {
    var tls = files(authority.issue("CN=web"));
    var made = serve(tls);
    var gone = new Tls(folder.resolve("gone.crt"), tls.key(), null);

    assertThatThrownBy(() -> made.reconfigure(on(0, gone)))
        .isInstanceOf(WebException.class)
        .hasMessage("web.tls.cert_file: " + folder.resolve("gone.crt") + " does not exist");

    assertThat(get(made, null).statusCode()).isEqualTo(200);
  }

  @Test
  void keyOfAnotherCertificate_isNamed() {
    var tls = files(authority.issue("CN=web"));
    TestAuthority.write(tls.key(), authority.issue("CN=other").key());

    assertThat(tls.problems())
        .isEqualTo(
            Map.of(
                "key_file",
                tls.key()
                    + " is not the key of the first certificate in "
                    + tls.cert()
                    + ": put the server certificate before its intermediates"));
  }

  @Test
  void keyOfAnotherAlgorithm_isNamed() {
    var tls = files(authority.issue("CN=web"));
    TestAuthority.write(tls.key(), authority.issue("CN=other", "RSA").key());

    assertThat(tls.problems()).containsOnlyKeys("key_file");
  }

  @Test
  void encryptedKey_isNamed() throws Exception {
    var tls = files(authority.issue("CN=web"));
    TestAuthority.writeEncrypted(tls.key(), authority.issue("CN=web").key());

    assertThat(tls.problems().get("key_file")).contains("is encrypted", "without a passphrase");
  }
}
