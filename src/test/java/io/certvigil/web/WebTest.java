package io.certvigil.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.certvigil.policy.impairment.Impairment;
import io.certvigil.web.pages.overview.OverviewEndpoint;
import io.certvigil.web.pages.overview.OverviewViews;
import io.certvigil.web.server.WebException;
import io.certvigil.web.server.WebSettings;
import io.certvigil.web.site.MetricsExposition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebTest {
  private static final WebSettings ANY_PORT = new WebSettings("127.0.0.1", 0, null);

  private final AtomicReference<String> notReady = new AtomicReference<>("");
  private final AtomicReference<List<Impairment>> impairments = new AtomicReference<>(List.of());
  private final HttpClient client = HttpClient.newHttpClient();
  private final Web web = web(ANY_PORT);

  private Web web(WebSettings settings) {
    var routes =
        new Routes(
            new Page(),
            () -> Optional.of(notReady.get()).filter(reason -> !reason.isEmpty()),
            impairments::get,
            List::of);
    var answers = new HashMap<>(routes.all());
    answers.put("/", new OverviewEndpoint(OverviewViews.ABOUT, OverviewViews::full));
    return new Web(settings, answers);
  }

  private static final class Page implements MetricsExposition {
    @Override
    public String contentType(@Nullable String accept) {
      return "text/plain; version=0.0.4; charset=utf-8";
    }

    @Override
    public void write(OutputStream out, @Nullable String accept, boolean gzip) throws IOException {
      var bytes = "certvigil_build_info 1\n".getBytes(StandardCharsets.UTF_8);
      if (gzip) {
        var packed = new GZIPOutputStream(out);
        packed.write(bytes);
        packed.finish();
      } else {
        out.write(bytes);
      }
    }
  }

  @BeforeEach
  void start() {
    web.start();
  }

  @AfterEach
  void stop() {
    client.close();
    web.close();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + web.port() + path));
  }

  @ParameterizedTest
  @CsvSource({"/-/healthy, Certvigil is Healthy.", "/-/ready, Certvigil is Ready."})
  void health_hasTheUsualText(String path, String text) throws Exception {
    var answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(text + "\n");
  }

  @Test
  void ready_staysSo_whileCloudflareDoesNotAnswer_andSaysIt() throws Exception {
    var since = Instant.parse("2026-11-20T12:26:40Z");
    impairments.set(
        List.of(
            new Impairment(
                Impairment.Kind.NO_ANSWER, "Cloudflare has not answered", since, "a", "Do b.")));

    var answer = get("/-/ready");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            """
            Certvigil is Ready.
            Cloudflare has not answered since 2026-11-20T12:26Z (a). Do b.
            """);
  }

  @Test
  void notReady_hasTheReason() throws Exception {
    notReady.set("the store is not open");

    var answer = get("/-/ready");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("the store is not open");
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html; charset=utf-8",
    "/style.css, text/css; charset=utf-8",
    "/pages.js, text/javascript; charset=utf-8",
    "/icon.svg, image/svg+xml",
    "/metrics, text/plain; version=0.0.4; charset=utf-8"
  })
  void page_hasItsType(String path, String type) throws Exception {
    var answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue(type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/metrics", "/-/healthy", "/nothing"})
  void everyResponse_hasSecurityHeaders(String path) throws Exception {
    var headers = get(path).headers();

    assertThat(headers.firstValue("content-security-policy"))
        .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none'"));
    assertThat(headers.firstValue("content-security-policy").orElse("")).doesNotContain("unsafe");
    assertThat(headers.firstValue("x-content-type-options")).hasValue("nosniff");
    assertThat(headers.firstValue("referrer-policy")).hasValue("same-origin");
    assertThat(headers.firstValue("server")).isEmpty();
  }

  @Test
  void metrics_areCompressed_whenGzipIsAccepted() throws Exception {
    var request = request("/metrics").header("Accept-Encoding", "gzip").build();

    var answer = client.send(request, BodyHandlers.ofByteArray());

    assertThat(answer.headers().firstValue("content-encoding")).hasValue("gzip");
    assertThat(new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes())
        .asString()
        .isEqualTo("certvigil_build_info 1\n");
  }

  @Test
  void metrics_arePlain_whenGzipIsNotAccepted() throws Exception {
    var request = request("/metrics").header("Accept-Encoding", "gzip;q=0").build();

    var answer = client.send(request, BodyHandlers.ofString());

    assertThat(answer.body()).isEqualTo("certvigil_build_info 1\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/metrics", "/-/healthy"})
  void head_hasNoBody(String path) throws Exception {
    var request = request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()).build();

    var answer = client.send(request, BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"})
  void otherMethods_areNotAllowed(String method) throws Exception {
    var request = request("/").method(method, HttpRequest.BodyPublishers.noBody()).build();

    var answer = client.send(request, BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("allow")).hasValue("GET, HEAD");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/nothing", "/metrics/", "/%3Cscript%3E", "/style.css/..%2fx", "/-/", "//metrics"})
  void unknownPath_isNotFound_andNotEchoed(String path) throws Exception {
    var answer = get(path);

    assertThat(answer.statusCode()).isBetween(400, 404);
    assertThat(answer.body()).hasSizeLessThan(60).doesNotContain("script");
  }

  @Test
  void longHeaders_areRefused() throws Exception {
    var request = request("/").header("X-Long", "x".repeat(20_000)).build();

    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(431);
  }

  @Test
  void requests_areServed_whileManyClientsAreIdle() throws Exception {
    var silent = new Socket[100];
    for (int i = 0; i < silent.length; i++) {
      silent[i] = new Socket(InetAddress.getLoopbackAddress(), web.port());
      silent[i].getOutputStream().write("GET /metr".getBytes(StandardCharsets.US_ASCII));
    }

    var answer = get("/-/healthy");

    assertThat(answer.statusCode()).isEqualTo(200);
    for (var socket : silent) {
      socket.close();
    }
  }

  @Test
  void start_namesTheAddress_whenThePortIsInUse() {
    var taken = new WebSettings("127.0.0.1", web.port(), null);

    try (var second = web(taken)) {
      assertThatThrownBy(second::start)
          .isInstanceOf(WebException.class)
          .hasMessage(
              "web.listen: 127.0.0.1:%d is in use; stop the process that listens there or"
                  + " choose another port",
              web.port());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 'is not an address of this host; use one of its addresses, or 0.0.0.0 for all'",
    "name.invalid, 'is not a known host name; use an IP address or a name that resolves on this"
        + " host'"
  })
  void start_saysWhatToDo_whenTheAddressCannotBeUsed(String host, String message) {
    try (var other = web(new WebSettings(host, 10365, null))) {
      assertThatThrownBy(other::start)
          .isInstanceOf(WebException.class)
          .hasMessage("web.listen: " + host + ":10365 " + message);
    }
  }

  /** A scraper keeps its connection open between scrapes. */
  @Test
  void close_isClean_whileAClientKeepsItsConnection() throws Exception {
    assertThat(get("/-/healthy").statusCode()).isEqualTo(200);

    web.close(); // throws if something did not stop in time
  }

  @Test
  void close_freesThePort() {
    int port = web.port();

    web.close();

    try (var second = web(new WebSettings("127.0.0.1", port, null))) {
      second.start();
      assertThat(second.port()).isEqualTo(port);
    }
  }
}
