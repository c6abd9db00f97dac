package io.certvigil.web.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests are served and which may change something, checked with real requests. */
class AccessControlTest {
  private static final String PASSWORD = "pässword: with colon";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Server server = new Server(0);

  @BeforeAll
  static void mayNameAnotherHost() {
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.stop();
  }

  /** Serves a page that shows the user, and a change. */
  private void serve(Map<String, Secret> users, @Nullable URI external) throws Exception {
    serve(users, external, WebSettings.Access.DEFAULTS.withMayChange("alice"));
  }

  private void serve(Map<String, Secret> users, @Nullable URI external, WebSettings.Access access)
      throws Exception {
    var settings = new WebSettings("127.0.0.1", 0, external, false, null, users, access);
    var site = new DispatchTable(new AccessControl(settings), UserEndpoints.ALL);
    server.setHandler(new RequestDispatcher(() -> site));
    server.start();
  }

  private void serveAlice() throws Exception {
    serve(Map.of("alice", new Secret(hash("2b", PASSWORD))), null);
  }

  private static String hash(String version, String password) {
    var salt = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    return OpenBSDBCrypt.generate(version, password.toCharArray(), salt, 4);
  }

  private HttpRequest.Builder request(String path) {
    var connector = (ServerConnector) server.getConnectors()[0];
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + connector.getLocalPort() + path));
  }

  private HttpRequest.Builder as(String user, String password, String path) {
    return request(path).header("Authorization", basic(user, password));
  }

  private static String basic(String user, String password) {
    var pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void everyone_mayRead_whenThereAreNoUsers() throws Exception {
    serve(Map.of(), null);

    assertThat(send(request("/page")).body()).isEqualTo("nobody");
  }

  @Test
  void changes_areRefused_whenThereAreNoUsers() throws Exception {
    serve(Map.of(), null);

    var answer = send(request("/change").POST(BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body())
        .contains("web.basic_auth_users", "web.tls.client_ca_file")
        .hasLineCount(1);
  }

  @Test
  void user_isIdentifiedByName() throws Exception {
    serveAlice();

    assertThat(send(as("alice", PASSWORD, "/page")).body()).isEqualTo("alice");
  }

  @ParameterizedTest
  @CsvSource({
    "'', Nobody may change anything over HTTP",
    "'bob', This user may not change anything",
    "'alic,Alice,alice2,cn:alice', This user may not change anything"
  })
  void user_mayNotChange_unlessNamed(String named, String text) throws Exception {
    var names = named.isEmpty() ? new String[0] : named.split(",", -1);
    serve(
        Map.of("alice", new Secret(hash("2b", PASSWORD))),
        null,
        WebSettings.Access.DEFAULTS.withMayChange(names));

    var answer = send(as("alice", PASSWORD, "/change").POST(BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains(text, "web.may_change").hasLineCount(1);
    assertThat(send(as("alice", PASSWORD, "/page")).body()).isEqualTo("alice");
  }

  @Test
  void user_mayChange() throws Exception {
    serveAlice();

    var answer = send(as("alice", PASSWORD, "/change").POST(BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("alice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2a", "2b", "2y"})
  void everyBcryptPrefix_isAccepted(String version) throws Exception {
    serve(Map.of("alice", new Secret(hash(version, "x"))), null);

    assertThat(send(as("alice", "x", "/page")).statusCode()).isEqualTo(200);
    assertThat(send(as("alice", "y", "/page")).statusCode()).isEqualTo(401);
  }

  @Test
  void hashOfAnotherProgram_isAccepted() throws Exception {
    serve(
        Map.of("prom", new Secret("$2b$12$hNf2lSsxfm0.i4a.1kVpSOVyBCfIB51VRjgBUyv6kdnyTlgWj81Ay")),
        null);

    assertThat(send(as("prom", "test", "/page")).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/page", "/change", "/nothing"})
  void requestWithoutCredentials_isUnauthorized_atEveryPath(String path) throws Exception {
    serveAlice();

    var answer = send(request(path));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("www-authenticate"))
        .hasValueSatisfying(how -> assertThat(how).startsWith("Basic realm="));
    assertThat(answer.headers().firstValue("content-security-policy")).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"alice, wrong", "alice, ''", "bob, wrong", "'', ''", "alice2, wrong"})
  void wrongCredentials_areRefused(String user, String password) throws Exception {
    serveAlice();

    assertThat(send(as(user, password, "/page")).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer x", "Basic", "Basic ???", "Basic YQ==", "Basic \t", "x"})
  void invalidHeader_isRefused(String header) throws Exception {
    serveAlice();

    assertThat(send(request("/page").header("Authorization", header)).statusCode()).isEqualTo(401);
  }

  @Test
  void changeWithoutCredentials_isUnauthorized() throws Exception {
    serveAlice();

    var answer = send(request("/change").POST(BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site, same-origin, 200",
    "Sec-Fetch-Site, none, 200",
    "Sec-Fetch-Site, same-site, 403",
    "Sec-Fetch-Site, cross-site, 403",
    "Origin, http://evil.example, 421",
    "Origin, null, 421",
    "Origin, http://127.0.0.1, 403",
    "Origin, https://certs.example.com, 200",
    "Origin, https://certs.example.com:443, 200",
    "Origin, http://certs.example.com, 403",
    "Origin, https://certs.example.com.evil.example, 421"
  })
  void change_mustComeFromOwnPages(String header, String value, int status) throws Exception {
    serve(
        Map.of("alice", new Secret(hash("2b", PASSWORD))), URI.create("https://certs.example.com"));

    var answer =
        send(as("alice", PASSWORD, "/change").header(header, value).POST(BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(status);
  }

  @Test
  void change_mayComeFromTheRequestedHost() throws Exception {
    serveAlice();
    var here = request("/change").build().uri();

    var answer =
        send(
            as("alice", PASSWORD, "/change")
                .header("Origin", "http://" + here.getRawAuthority())
                .POST(BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "application/x-www-form-urlencoded, 200",
    "application/x-www-form-urlencoded; charset=utf-8, 200",
    "text/plain, 415",
    "application/json, 415",
    "multipart/form-data; boundary=x, 415"
  })
  void change_mustBeAForm(String type, int status) throws Exception {
    serveAlice();

    var answer =
        send(
            as("alice", PASSWORD, "/change")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("a=b")));

    assertThat(answer.statusCode()).isEqualTo(status);
  }
}
