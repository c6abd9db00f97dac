package io.certvigil.notify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.certvigil.net.SocketServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A mail server on loopback that accepts logins by XOAUTH2 with one token. As the providers do, it
 * answers a wrong one with its reason first, and refuses after an empty line.
 */
public final class TokenMailServer implements AutoCloseable {
  private static final String REASON = "{\"status\":\"400\",\"schemes\":\"Bearer\"}";

  private final SocketServer server = new SocketServer(this::serve);
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final String user;
  private volatile String token;

  public TokenMailServer(String user, String token) {
    this.user = user;
    this.token = token;
  }

  public int port() {
    return server.port();
  }

  /** From now on, this token is accepted and no other. */
  public void accept(String other) {
    token = other;
  }

  public List<String> commands() {
    return List.copyOf(commands);
  }

  private void serve(Socket connection) throws IOException {
    var out = connection.getOutputStream();
    var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
    reply(out, "220 test ready");
    boolean known = false;
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      commands.add(line);
      switch (line.split("[ :]", 2)[0]) {
        case "EHLO" -> reply(out, "250-test\r\n250 AUTH PLAIN XOAUTH2");
        case "AUTH" -> {
          known = line.equals("AUTH XOAUTH2 " + expected());
          reply(out, known ? "235 2.7.0 accepted" : "334 " + base64(REASON));
        }
        case "" -> reply(out, "535-5.7.8 Username and Password not accepted\r\n535 5.7.8 here");
        case "DATA" -> {
          reply(out, "354 go on");
          skipMessage(in);
          reply(out, "250 queued");
        }
        default -> reply(out, known ? "250 ok" : "530 5.7.0 Authentication Required");
      }
    }
  }

  /** The initial response of the mechanism. */
  private String expected() {
    return base64("user=" + user + "\u0001auth=Bearer " + token + "\u0001\u0001");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static void skipMessage(BufferedReader in) throws IOException {
    for (var line = in.readLine(); line != null && !line.equals("."); ) {
      line = in.readLine();
    }
  }

  private static void reply(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(UTF_8));
    out.flush();
  }

  @Override
  public void close() {
    server.close();
  }
}
