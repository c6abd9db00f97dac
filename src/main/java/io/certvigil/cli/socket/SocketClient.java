package io.certvigil.cli.socket;

import io.certvigil.model.PrintableText;
import io.certvigil.store.failure.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * One HTTP request a connection, over a Unix socket. HTTP 1.0 needs no chunks: the body ends where
 * the connection does, and its length says whether it is whole.
 */
final class SocketClient {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int BUFFER = 64 * 1024;
  private static final int MAX_ANSWER = 256 * 1024 * 1024;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3}) .*");
  private static final Pattern LENGTH =
      Pattern.compile("(?im)^content-length: ?([0-9]{1,10})\\r?$");
  private static final String END = "\r\n\r\n";

  private final Path path;

  SocketClient(Path path) {
    this.path = path;
  }

  /** A response. */
  record Answer(int status, String body) {}

  /**
   * Whether a daemon accepts connections there.
   *
   * @throws StoreException if this user may not connect
   */
  static boolean isServed(Path path) {
    try {
      if (Files.exists(path)) {
        SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
        return true;
      }
      return false;
    } catch (ConnectException e) {
      return false; // refused: the daemon that has made it no longer runs
    } catch (IOException e) {
      throw new StoreException(
          "%s: %s; its owner, its group and root may connect"
              .formatted(path, String.valueOf(e.getMessage())),
          e);
    }
  }

  /** The response to a GET request. */
  Answer get(String target) {
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      var timer = Thread.ofVirtual().start(() -> closeLate(channel));
      try {
        var request = "GET " + target + " HTTP/1.0\r\nHost: localhost\r\n\r\n";
        var bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        return parsed(all(channel));
      } finally {
        timer.interrupt();
      }
    } catch (IOException e) {
      throw failed("has not answered completely", e);
    }
  }

  private static void closeLate(SocketChannel channel) {
    try {
      Thread.sleep(LONGEST);
      channel.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // answered in time
    } catch (IOException e) {
      throw new IllegalStateException("closing a socket", e);
    }
  }

  private String all(SocketChannel channel) throws IOException {
    var all = new ByteArrayOutputStream();
    var buffer = ByteBuffer.allocate(BUFFER);
    while (channel.read(buffer) >= 0) {
      all.write(buffer.array(), 0, buffer.position());
      buffer.clear();
      if (all.size() > MAX_ANSWER) {
        throw new IOException("the answer is too long");
      }
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  private static Answer parsed(String text) throws IOException {
    int end = text.indexOf(END);
    var head = end < 0 ? "" : text.substring(0, end);
    var status = STATUS.matcher(head.lines().findFirst().orElse(""));
    var length = LENGTH.matcher(head);
    if (!status.matches() || !length.find()) {
      throw new IOException("the answer is not that of a daemon");
    }
    var body = text.substring(end + END.length());
    if (body.getBytes(StandardCharsets.UTF_8).length != Long.parseLong(length.group(1))) {
      throw new IOException("the answer is cut");
    }
    return new Answer(Integer.parseInt(status.group(1)), body);
  }

  StoreException failed(String what, Exception cause) {
    return new StoreException(
        "the daemon at %s %s: %s"
            .formatted(path, what, PrintableText.line(String.valueOf(cause.getMessage()), 200)),
        cause);
  }
}
