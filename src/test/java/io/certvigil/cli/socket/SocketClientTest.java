package io.certvigil.cli.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.certvigil.store.failure.StoreException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that is busy, hangs, or is killed while it answers. */
@Timeout(60)
class SocketClientTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone";
  private static final String BUSY =
      "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 4\r\n\r\nbusy";
  private static final String BROKEN =
      "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nfull";
  private static final Duration SHORT = Duration.ofMillis(300);

  @TempDir private Path folder;
  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
  private final List<SocketChannel> open = new ArrayList<>();
  private ServerSocketChannel server;
  private Path path;

  @BeforeEach
  void listen() throws IOException {
    path = folder.resolve("x.sock");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    for (var one : open) {
      one.close();
    }
  }

  /** Answers one connection after another with these; an empty text is no answer, and no end. */
  private void answering(String... answers) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              for (var answer : answers) {
                answer(answer);
              }
            });
  }

  private void answer(String text) {
    try {
      var channel = server.accept();
      open.add(channel);
      var buffer = ByteBuffer.allocate(4096);
      channel.read(buffer);
      requests.add(new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII));
      if (!text.isEmpty()) {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        channel.close();
      }
    } catch (IOException e) {
      requests.add(e.toString());
    }
  }

  @Test
  void form_isSentWhole() throws Exception {
    answering(OK);

    var answer = new SocketClient(path).post("/-/commands/ack", "key=a%20b");

    assertThat(answer.body()).isEqualTo("done");
    assertThat(requests.take())
        .isEqualTo(
            String.join(
                "\r\n",
                "POST /-/commands/ack HTTP/1.0",
                "Host: localhost",
                "Content-Type: application/x-www-form-urlencoded",
                "Content-Length: 9",
                "",
                "key=a%20b"));
  }

  /** It has done nothing, so that nothing is done twice. */
  @Test
  void busyDaemon_isAskedAgain() {
    answering(BUSY, BUSY, OK);

    assertThat(new SocketClient(path).post("/x", "a=b").body()).isEqualTo("done");
    assertThat(requests).hasSize(3);
  }

  @Test
  void failureOfTheDaemon_isNotTriedAgain() {
    answering(BROKEN, OK);

    assertThat(new SocketClient(path).post("/x", "a=b").status()).isEqualTo(503);
    assertThat(requests).hasSize(1);
  }

  @Test
  void daemonThatHangs_isLeft() {
    answering("");

    assertThatThrownBy(() -> new SocketClient(path, SHORT).get("/x"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(path + " has not answered completely")
        .hasMessageEndingWith(": no answer within 0 s");
  }

  /** Killed in between: neither "done" nor "not done" would be true. */
  @Test
  void cutAnswerToAChange_saysThatItIsUnknown() {
    answering(OK.substring(0, OK.length() - 2));

    assertThatThrownBy(() -> new SocketClient(path).post("/x", "a=b"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("it is unknown whether it has made the change")
        .hasMessageEndingWith(": the answer is cut");
    assertThat(requests).hasSize(1);
  }

  /** Its queue of connections is full: the kernel would let a client wait for ever. */
  @Test
  void daemonThatAcceptsNothing_isLeft() throws IOException {
    server.close();
    var full = folder.resolve("full.sock");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(full), 1);
    for (int i = 0; i < 2; i++) {
      open.add(SocketChannel.open(UnixDomainSocketAddress.of(full)));
    }

    assertThatThrownBy(() -> new SocketClient(full, SHORT).isServed())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(full + " accepts no connection: no answer within");
  }

  @Test
  void socketThatNobodyServes_isNone() throws IOException {
    server.close();

    assertThat(new SocketClient(path).isServed()).isFalse();
    assertThat(new SocketClient(folder.resolve("none.sock")).isServed()).isFalse();
  }
}
