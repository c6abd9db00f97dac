package io.certvigil.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A real HTTP proxy on loopback that opens tunnels with CONNECT, with or without basic
 * authentication. Every host is this machine behind it, so a test may use any name.
 */
public final class ConnectProxy implements AutoCloseable {
  private final SocketServer server;
  private final @Nullable String login;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile String refusal = "";

  /**
   * @param login user and password as {@code user:password}; null if none is required
   */
  public ConnectProxy(@Nullable String login) {
    this(ServerSocketFactory.getDefault(), login);
  }

  public ConnectProxy(ServerSocketFactory sockets, @Nullable String login) {
    this.login = login;
    server = new SocketServer(sockets, this::serve);
  }

  public int port() {
    return server.port();
  }

  /** Every request line, in the order of arrival. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Answers every request with this instead, such as {@code HTTP/1.1 403 Forbidden}. */
  public void refuse(String statusLine) {
    refusal = statusLine;
  }

  private void serve(Socket client) throws IOException {
    var in = client.getInputStream();
    var head = head(in);
    requests.add(head.lines().findFirst().orElse(""));
    var out = client.getOutputStream();
    var answer = refusal.isEmpty() && !authenticated(head) ? "HTTP/1.1 407 No" : refusal;
    if (!answer.isEmpty()) {
      out.write((answer + "\r\nContent-Length: 0\r\n\r\n").getBytes(ISO_8859_1));
      return;
    }
    int port = Integer.parseInt(head.replaceFirst("(?s)CONNECT \\S+:(\\d+) .*", "$1"));
    try (var remote = new Socket(InetAddress.getLoopbackAddress(), port)) {
      out.write("HTTP/1.1 200 Established\r\nVia: 1.1 test\r\n\r\n".getBytes(ISO_8859_1));
      out.flush();
      var back = Thread.ofVirtual().start(() -> copy(remote, client));
      copy(client, remote);
      back.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean authenticated(String head) {
    return login == null
        || head.contains(
            "\r\nProxy-Authorization: Basic "
                + Base64.getEncoder().encodeToString(login.getBytes(UTF_8))
                + "\r\n");
  }

  private static String head(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int c = in.read();
      if (c < 0) {
        break;
      }
      head.write(c);
    }
    return head.toString(ISO_8859_1);
  }

  private static void copy(Socket from, Socket to) {
    try {
      OutputStream out = to.getOutputStream();
      from.getInputStream().transferTo(out);
      to.shutdownOutput();
    } catch (IOException | UnsupportedOperationException e) {
      // one side closed the connection
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
