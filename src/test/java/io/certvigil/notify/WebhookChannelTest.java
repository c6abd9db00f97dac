package io.certvigil.notify;

import static io.certvigil.notify.Outcome.Reason.DNS;
import static io.certvigil.notify.Outcome.Reason.FORBIDDEN;
import static io.certvigil.notify.Outcome.Reason.HTTP_4XX;
import static io.certvigil.notify.Outcome.Reason.HTTP_5XX;
import static io.certvigil.notify.Outcome.Reason.NETWORK;
import static io.certvigil.notify.Outcome.Reason.NOT_FOUND;
import static io.certvigil.notify.Outcome.Reason.RATE_LIMITED;
import static io.certvigil.notify.Outcome.Reason.REDIRECT;
import static io.certvigil.notify.Outcome.Reason.REJECTED;
import static io.certvigil.notify.Outcome.Reason.TIMEOUT;
import static io.certvigil.notify.Outcome.Reason.TLS;
import static io.certvigil.notify.Outcome.Reason.UNAUTHORIZED;
import static io.certvigil.notify.TestEvents.SECOND;
import static io.certvigil.notify.TestEvents.SECRET;
import static io.certvigil.notify.TestEvents.plain;
import static io.certvigil.policy.Severity.INFO;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import io.certvigil.model.Secret;
import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.Outcome.Rejected;
import io.certvigil.notify.Outcome.TryLater;
import io.certvigil.store.Outbox.Delivery;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WebhookChannelTest {
  private final Instant now = Instant.now(Clock.systemUTC());
  private static final Duration LIMIT = Duration.ofMillis(700);
  private static final String BODY = "{\"type\":\"certvigil.events\",\"data\":\"\u00e9\u202e\"}";

  @ParameterizedTest
  @MethodSource("statuses")
  void status_hasItsOutcome(int status) {
    assertThat(outcome(Receiver.status(status))).isEqualTo(expected(status));
  }

  private static IntStream statuses() {
    return IntStream.concat(IntStream.of(200, 201, 202, 204, 299), IntStream.range(300, 600));
  }

  private static Outcome expected(int status) {
    return switch (status) {
      case 400, 413, 415, 422 -> new Rejected(REJECTED, "");
      case 429 -> new TryLater(RATE_LIMITED, Duration.ofSeconds(5), "");
      case 401 -> later(UNAUTHORIZED);
      case 403 -> later(FORBIDDEN);
      case 404, 410 -> later(NOT_FOUND);
      case 408, 425 -> later(TIMEOUT);
      default -> {
        if (status < 300) {
          yield new Delivered("");
        }
        yield later(status < 400 ? REDIRECT : status < 500 ? HTTP_4XX : HTTP_5XX);
      }
    };
  }

  @ParameterizedTest
  @CsvSource({"0, PT5S", "1, PT5S", "60, PT1M", "86400, PT1H", "garbage, PT5S", "-1, PT5S"})
  void retryAfter_canOnlyLengthen(String header, Duration expected) {
    var outcome = outcome(Receiver.status(429, "Retry-After: " + header + "\r\n"));

    assertThat(outcome).isEqualTo(new TryLater(RATE_LIMITED, expected, ""));
  }

  @Test
  void retryAfter_countsWithAnOutageToo() {
    var outcome = outcome(Receiver.status(503, "Retry-After: 120\r\n"));

    assertThat(outcome).isEqualTo(new TryLater(HTTP_5XX, Duration.ofMinutes(2), ""));
  }

  @Test
  void reset_beforeHeaders() {
    assertThat(outcome((request, connection, out) -> reset(connection))).isEqualTo(later(NETWORK));
  }

  @Test
  void reset_afterHeaders() {
    var outcome =
        outcome(
            (request, connection, out) -> {
              raw(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
              reset(connection);
            });

    assertThat(outcome).isEqualTo(later(NETWORK));
  }

  @Test
  void acceptAndDrop_isTriedAgain() {
    assertThat(outcome((request, connection, out) -> connection.close())).isEqualTo(later(NETWORK));
  }

  @Test
  void hang_isCut() {
    assertThat(outcome((request, connection, out) -> forever(connection)))
        .isEqualTo(later(TIMEOUT));
  }

  @Test
  void hang_isCut_afterHeaders() {
    var outcome =
        outcome(
            (request, connection, out) -> {
              raw(out, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{");
              forever(connection);
            });

    assertThat(outcome).isEqualTo(later(TIMEOUT));
  }

  @Test
  void dribble_isCut() {
    var outcome =
        outcome(
            (request, connection, out) -> {
              raw(out, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
              dribble(connection, out, " ");
            });

    assertThat(outcome).isEqualTo(later(TIMEOUT));
  }

  @Test
  void dribble_isCut_inHeaders() {
    var outcome =
        outcome(
            (request, connection, out) -> {
              raw(out, "HTTP/1.1 200 OK\r\nX-Slow: ");
              dribble(connection, out, "x");
            });

    assertThat(outcome).isEqualTo(later(TIMEOUT));
  }

  @Test
  void endlessInformation_isCut() {
    var outcome =
        outcome(
            (request, connection, out) -> dribble(connection, out, "HTTP/1.1 102 Wait\r\n\r\n"));

    assertThat(outcome).isEqualTo(later(TIMEOUT));
  }

  @Test
  void tooShortBody_isNotAcknowledged() {
    var outcome =
        outcome(
            (request, connection, out) -> {
              raw(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}");
              connection.close();
            });

    assertThat(outcome).isEqualTo(later(NETWORK));
  }

  @ParameterizedTest
  @CsvSource({"-5", "abc", "99999999999999999999999"})
  void badLength_isNotAcknowledged(String length) {
    var outcome =
        outcome(
            (request, connection, out) -> {
              raw(out, "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n{}");
              connection.close();
            });

    assertThat(outcome).isEqualTo(later(NETWORK));
  }

  @Test
  void noHttpAtAll_isTriedAgain() {
    var outcome =
        outcome(
            (request, connection, out) -> {
              raw(out, "220 smtp.example.com ESMTP\r\n");
              connection.close();
            });

    assertThat(outcome).isEqualTo(later(NETWORK));
  }

  @Test
  void endlessBody_isAcknowledged_afterEnoughOfIt() {
    var outcome =
        outcome(
            (request, connection, out) -> {
              raw(out, "HTTP/1.1 200 OK\r\n\r\n");
              while (!connection.isClosed()) {
                raw(out, "x".repeat(4096));
              }
            });

    assertThat(outcome).isEqualTo(new Delivered(""));
  }

  @Test
  void endlessHeader_isNotSwallowed() {
    var outcome =
        outcome(
            (request, connection, out) -> {
              raw(out, "HTTP/1.1 200 OK\r\nX-Long: ");
              while (!connection.isClosed()) {
                raw(out, "x".repeat(4096));
              }
            });

    assertThat(outcome).isEqualTo(later(NETWORK));
  }

  @Test
  void brokenChunks_areNotAcknowledged() {
    var outcome =
        outcome(
            (request, connection, out) -> {
              raw(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab");
              connection.close();
            });

    assertThat(outcome).isEqualTo(later(NETWORK));
  }

  @Test
  void gzipBomb_isNotUnpacked() {
    var outcome =
        outcome(Receiver.status(200, "Content-Encoding: gzip\r\n", "Content-Type: text/plain\r\n"));

    assertThat(outcome).isEqualTo(new Delivered(""));
  }

  @Test
  void redirect_isNotFollowed() {
    try (var other = new Receiver(Receiver.status(200))) {
      var outcome = outcome(Receiver.status(307, "Location: " + other.url() + "\r\n"));

      assertThat(outcome).isEqualTo(later(REDIRECT));
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void failedRequest_isNotRepeatedByTheClient() {
    try (var receiver = new Receiver((request, connection, out) -> connection.close())) {
      send(receiver.url());

      assertThat(receiver.requests()).hasSize(1);
    }
  }

  @Test
  void refused_isTriedAgain() throws IOException {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    assertThat(send("http://127.0.0.1:" + port + "/")).isEqualTo(later(NETWORK));
  }

  @Test
  void plainAnswer_isATlsFault() throws IOException {
    assertThat(overTls(connection -> raw(connection.getOutputStream(), "HTTP/1.1 400 Bad\r\n\r\n")))
        .isEqualTo(later(TLS));
  }

  @Test
  void hangUp_duringTls_isAnOutage() throws IOException {
    assertThat(overTls(connection -> {})).isEqualTo(later(NETWORK));
  }

  private interface Greeting {
    void greet(Socket connection) throws IOException;
  }

  private Outcome overTls(Greeting greeting) throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (var connection = server.accept()) {
                      connection.getInputStream().read(new byte[4096]);
                      greeting.greet(connection);
                    } catch (IOException e) {
                      // the other side has gone
                    }
                  });
      var outcome = send("https://127.0.0.1:" + server.getLocalPort() + "/");
      thread.interrupt();
      return outcome;
    }
  }

  @Test
  void unknownName_isADnsFault() {
    var fault = new UnknownHostException("nope.invalid: Name or service not known");

    assertThat(plain(Verdict.of(fault))).isEqualTo(later(DNS));
  }

  @Test
  void resolverThatIsDown_isAnOutage() {
    var fault = new UnknownHostException("x: Temporary failure in name resolution");

    assertThat(plain(Verdict.of(fault))).isEqualTo(later(NETWORK));
  }

  @Test
  void request_isAStandardWebhook() {
    try (var receiver = new Receiver(Receiver.status(200))) {
      send(receiver.url());

      var got = receiver.requests().getFirst();
      assertThat(got.path()).isEqualTo("/hook/abcsecret?x=1");
      assertThat(got.body()).isEqualTo(BODY);
      assertThat(got.id()).isEqualTo("ntf_1");
      assertThat(got.header("webhook-timestamp")).isEqualTo(Long.toString(now.getEpochSecond()));
      assertThat(got.header("user-agent")).isEqualTo("certvigil/1.2.3");
      assertThat(got.header("content-type")).isEqualTo("application/json; charset=utf-8");
    }
  }

  @Test
  void signature_isVerified_withEitherSecret() {
    try (var receiver = new Receiver(Receiver.status(200))) {
      send(receiver.url());

      var got = receiver.requests().getFirst();
      var headers =
          Map.of(
              "webhook-id", List.of(got.id()),
              "webhook-timestamp", List.of(got.header("webhook-timestamp")),
              "webhook-signature", List.of(got.header("webhook-signature")));
      for (var secret : List.of(SECRET, SECOND)) {
        assertThatCode(() -> new Webhook(secret.reveal()).verify(got.body(), headers))
            .doesNotThrowAnyException();
      }
    }
  }

  @Test
  void password_isSentAsBasicAuthentication() {
    try (var receiver = new Receiver(Receiver.status(200))) {
      send(receiver.url().replace("http://", "http://me:p%40ss@"));

      assertThat(receiver.requests().getFirst().header("authorization"))
          .isEqualTo("Basic " + Base64.getEncoder().encodeToString("me:p@ss".getBytes(UTF_8)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://exa mple/top-secret",
        "ftp://example.com/top-secret",
        "top-secret",
        "http:///top-secret"
      })
  void faultyUrl_isNotToldInTheError(String url) {
    assertThatThrownBy(() -> send(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("channels.hook.url: not a URL")
        .hasNoCause();
  }

  @Test
  void faultySecret_isNotToldInTheError() {
    var settings =
        new Settings.ChannelSettings.Webhook(
            new Secret("http://127.0.0.1/"), List.of(new Secret("whsec_%%%%")), INFO);

    assertThatThrownBy(() -> new WebhookChannel("hook", settings, "1.2.3", LIMIT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("channels.hook.secret:")
        .hasNoCause();
  }

  private static Outcome later(Outcome.Reason reason) {
    return new TryLater(reason, Duration.ZERO, "");
  }

  private Outcome outcome(Receiver.Behaviour behaviour) {
    try (var receiver = new Receiver(behaviour)) {
      return send(receiver.url());
    }
  }

  private Outcome send(String url) {
    var settings =
        new Settings.ChannelSettings.Webhook(new Secret(url), List.of(SECRET, SECOND), INFO);
    try (var channel = new WebhookChannel("hook", settings, "1.2.3", LIMIT)) {
      return plain(channel.send(new Delivery(1, "hook", "ntf_1", BODY, 1, false, now), now));
    }
  }

  private static void raw(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
  }

  private static void reset(Socket connection) throws IOException {
    connection.setSoLinger(true, 0);
    connection.close();
  }

  /** Until the other side closes. */
  private static void forever(Socket connection) throws IOException {
    Objects.requireNonNull(connection.getInputStream()).readAllBytes();
  }

  private static void dribble(Socket connection, OutputStream out, String drop) throws IOException {
    while (!connection.isClosed()) {
      raw(out, drop);
      LockSupport.parkNanos(20_000_000);
    }
  }
}
