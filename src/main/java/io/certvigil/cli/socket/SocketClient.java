package io.certvigil.cli.socket;

import io.certvigil.model.PrintableText;
import io.certvigil.store.failure.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * One HTTP request a connection, over a Unix socket. HTTP 1.0 needs no chunks: the body ends where
 * the connection does, and its length says whether it is whole. A daemon that is busy and has done
 * nothing (503 with Retry-After) is asked again, as long as the time lasts.
 */
final class SocketClient {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration BUSY_PAUSE = Duration.ofMillis(500);
  private static final int BUSY = 503;
  private static final int BUFFER = 64 * 1024;
  private static final int MAX_ANSWER = 256 * 1024 * 1024;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3}) .*");
  private static final Pattern LENGTH =
      Pattern.compile("(?im)^content-length: ?([0-9]{1,10})\\r?$");
  private static final Pattern RETRY = Pattern.compile("(?im)^retry-after:");
  private static final String END = "\r\n\r\n";

  private final Path path;
  private final Duration longest;

  SocketClient(Path path) {
    this(path, LONGEST);
  }

  /**
   * @param longest the time for one answer
   */
  SocketClient(Path path, Duration longest) {
    this.path = path;
    this.longest = longest;
  }

  /**
   * A response.
   *
   * @param busy whether the daemon has done nothing, and can be asked again
   */
  record Answer(int status, String body, boolean busy) {}

  /** What is done with a connection. */
  @FunctionalInterface
  private interface Exchange<T> {
    T with(SocketChannel channel) throws IOException;
  }

  /**
   * Whether a daemon accepts connections there.
   *
   * @throws StoreException if this user may not connect, or nothing accepts in time
   */
  boolean isServed() {
    try {
      return Files.exists(path) && connected(_ -> true);
    } catch (ConnectException e) {
      return false; // refused: the daemon that has made it no longer runs
    } catch (AsynchronousCloseException e) {
      throw failed("accepts no connection", e);
    } catch (IOException e) {
      throw new StoreException(
          "%s: %s; its owner, its group and root may connect"
              .formatted(path, String.valueOf(e.getMessage())),
          e);
    }
  }

  /** The response to a GET request. */
  Answer get(String target) {
    return patiently(
        "GET " + target + " HTTP/1.0\r\nHost: localhost\r\n\r\n",
        "has not answered completely; ask again, or see its log");
  }

  /** The response to a POST request with this form. */
  Answer post(String target, String form) {
    var head =
        """
        POST %s HTTP/1.0
        Host: localhost
        Content-Type: application/x-www-form-urlencoded
        Content-Length: %d

        """
            .formatted(target, form.length())
            .replace("\n", "\r\n");
    return patiently(
        head + form,
        "has not answered completely, so it is unknown whether it has made the change; see what is"
            + " there, then type the command again");
  }

  private Answer patiently(String request, String failure) {
    long begin = System.nanoTime();
    var answer = answer(request, failure);
    while (answer.busy() && System.nanoTime() - begin < longest.toNanos()) {
      LockSupport.parkNanos(BUSY_PAUSE.toNanos());
      answer = answer(request, failure);
    }
    return answer;
  }

  private Answer answer(String request, String failure) {
    try {
      return connected(
          channel -> {
            var bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
              channel.write(bytes);
            }
            return parsed(all(channel));
          });
    } catch (ConnectException e) {
      throw failed("has stopped", e);
    } catch (IOException e) {
      throw failed(failure, e);
    }
  }

  /** With a connection that is closed when the time is over, whatever it waits for. */
  private <T> T connected(Exchange<T> exchange) throws IOException {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      var timer = Thread.ofVirtual().start(() -> closeLate(channel));
      try {
        channel.connect(UnixDomainSocketAddress.of(path));
        return exchange.with(channel);
      } finally {
        timer.interrupt();
      }
    }
  }

  private void closeLate(SocketChannel channel) {
    try {
      Thread.sleep(longest);
      channel.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // answered in time
    } catch (IOException e) {
      throw new IllegalStateException("closing a socket", e);
    }
  }

  private static String all(SocketChannel channel) throws IOException {
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
    int code = Integer.parseInt(status.group(1));
    return new Answer(code, body, code == BUSY && RETRY.matcher(head).find());
  }

  StoreException failed(String what, Exception cause) {
    var why =
        cause instanceof AsynchronousCloseException
            ? "no answer within " + longest.toSeconds() + " s"
            : PrintableText.line(String.valueOf(cause.getMessage()), 200);
    return new StoreException("the daemon at %s %s: %s".formatted(path, what, why), cause);
  }
}
