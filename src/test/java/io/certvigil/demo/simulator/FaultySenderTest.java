package io.certvigil.demo.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The bytes of faulty responses, read without an HTTP client. */
class FaultySenderTest {
  private static final Pattern LENGTH = Pattern.compile("Content-Length: ([0-9]+)");

  private final SimulatorFixture fixture = SimulatorFixture.small();

  @AfterEach
  void close() {
    fixture.close();
  }

  /** All bytes until the connection is closed. */
  private String raw(FaultKind fault) throws IOException {
    fixture.faults().inject(fault, RequestMatcher.everyRequest());
    try (var socket = connect()) {
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  private Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), fixture.cloudflare.port());
    socket.setSoTimeout((int) Duration.ofSeconds(10).toMillis());
    var request =
        "GET /client/v4%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(fixture.clientCertificates(), SimulatedCloudflare.TOKEN.reveal());
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    return socket;
  }

  private static String body(String raw) {
    return raw.substring(raw.indexOf("\r\n\r\n") + 4);
  }

  @Test
  void truncated_isShorterThanItsLength() throws Exception {
    var raw = raw(FaultKind.TRUNCATED);

    var length = LENGTH.matcher(raw);
    assertThat(length.find()).isTrue();
    assertThat(body(raw)).hasSize(Integer.parseInt(length.group(1)) / 2).startsWith("{\"result\"");
  }

  @Test
  void truncatedChunked_hasNoLastChunk() throws Exception {
    var raw = raw(FaultKind.TRUNCATED_CHUNKED);

    assertThat(raw).contains("Transfer-Encoding: chunked").doesNotContain("\r\n0\r\n");
    assertThat(body(raw)).contains("{\"result\"");
  }

  @Test
  void reset_isATcpReset() {
    assertThatThrownBy(() -> raw(FaultKind.RESET))
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
  }

  @Test
  void hang_endsWithTheServer() throws Exception {
    fixture.faults().inject(FaultKind.HANG, RequestMatcher.everyRequest());
    try (var socket = connect()) {
      await().until(() -> fixture.faults().injectedCount() == 1);

      fixture.cloudflare.close();

      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void stall_startsButDoesNotEnd() throws Exception {
    fixture.faults().inject(FaultKind.STALL, RequestMatcher.everyRequest());
    try (var socket = connect()) {
      var begin = new String(socket.getInputStream().readNBytes(12), US_ASCII);
      var left = socket.getInputStream().read(new byte[1 << 20]);

      assertThat(begin).isEqualTo("HTTP/1.1 200");
      assertThat(left).isPositive();
    }
  }
}
