package io.certvigil.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Base64;
import java.util.regex.Pattern;

/** Opens a tunnel through an HTTP proxy: CONNECT (RFC 9110, 9.3.6), with basic authentication. */
final class HttpTunnel {
  private static final int LONGEST_ANSWER = 16 * 1024;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");
  private static final int UNAUTHENTICATED = 407;

  private final ProxyServer proxy;
  private final String key;

  /**
   * @param key what to change for another proxy, for messages
   */
  HttpTunnel(ProxyServer proxy, String key) {
    this.proxy = proxy;
    this.key = key;
  }

  /** Opens a tunnel on a connection to the proxy; nothing behind its answer is read. */
  void open(Socket wire, String host, int port) throws IOException {
    var target = HostName.withPort(host, port);
    var out = wire.getOutputStream();
    out.write(request(target).getBytes(ISO_8859_1));
    out.flush();
    var status = STATUS.matcher(firstLine(wire.getInputStream()));
    if (!status.matches()) {
      throw new ProxyException(
          proxy.address() + " does not answer as an HTTP proxy: check " + key, null);
    }
    int code = Integer.parseInt(status.group(1));
    if (code / 100 != 2) {
      throw new ProxyException(refusal(code, target), null);
    }
  }

  private String request(String target) {
    var lines = new StringBuilder("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n");
    var user = proxy.user();
    var password = proxy.password();
    if (user != null && password != null) {
      var login = (user + ":" + password.reveal()).getBytes(UTF_8);
      lines.append("Proxy-Authorization: Basic ");
      lines.append(Base64.getEncoder().encodeToString(login)).append("\r\n");
    }
    return lines.append("\r\n").toString();
  }

  private String refusal(int code, String target) {
    if (code == UNAUTHENTICATED) {
      return proxy.user() == null
          ? "the proxy %s requires user and password (407): add them to %s"
              .formatted(proxy.address(), key)
          : "the proxy %s does not accept user and password (407): check %s"
              .formatted(proxy.address(), key);
    }
    return "the proxy %s opens no tunnel to %s (HTTP %d): allow it there, or change %s"
        .formatted(proxy.address(), target, code, key);
  }

  /** Reads the whole head of the answer, and returns its first line. */
  private String firstLine(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    int line = 0; // characters of the current line
    for (int c = in.read(); c >= 0 && head.size() < LONGEST_ANSWER; c = in.read()) {
      head.write(c);
      if (c == '\n' && line == 0) {
        return head.toString(ISO_8859_1).lines().findFirst().orElse("");
      }
      line = c == '\n' ? 0 : c == '\r' ? line : line + 1;
    }
    throw new ProxyException(
        "the proxy %s closed the connection without an answer: check %s"
            .formatted(proxy.address(), key),
        null);
  }
}
