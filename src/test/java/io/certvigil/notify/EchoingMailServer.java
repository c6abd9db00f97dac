package io.certvigil.notify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.certvigil.net.SocketServer;
import io.certvigil.redaction.EchoForm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A mail server on loopback that repeats how a client logged in, in its reply to a command. */
public final class EchoingMailServer implements AutoCloseable {
  private final SocketServer server = new SocketServer(this::serve);
  private final List<String> echoes = new CopyOnWriteArrayList<>();
  private final String mechanism;
  private final String refused;
  private final Supplier<EchoForm> form;

  /**
   * @param mechanism of AUTH that it offers
   * @param refused the command that gets the echo: {@code AUTH} or {@code RCPT}
   */
  public EchoingMailServer(String mechanism, String refused, Supplier<EchoForm> form) {
    this.mechanism = mechanism;
    this.refused = refused;
    this.form = form;
  }

  public int port() {
    return server.port();
  }

  /** What it repeated. */
  public List<String> echoes() {
    return List.copyOf(echoes);
  }

  private void serve(Socket connection) throws IOException {
    var out = connection.getOutputStream();
    var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
    var login = new StringBuilder();
    reply(out, "220 test ready");
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      switch (line.split("[ :]", 2)[0]) {
        case "EHLO" -> reply(out, "250-test\r\n250 AUTH " + mechanism);
        case "AUTH" -> {
          authenticate(in, out, line, login);
          reply(out, refused.equals("AUTH") ? "535 5.7.8 " + echo(login) : "235 welcome");
        }
        case "RCPT" -> reply(out, refused.equals("RCPT") ? "550 5.1.1 " + echo(login) : "250 ok");
        default -> reply(out, "250 ok");
      }
    }
  }

  private void authenticate(BufferedReader in, OutputStream out, String line, StringBuilder login)
      throws IOException {
    var words = line.split(" ", -1);
    add(login, words.length > 2 ? words[2] : next(in, out));
    if (mechanism.equals("LOGIN")) {
      add(login, next(in, out));
    }
  }

  private static String next(BufferedReader in, OutputStream out) throws IOException {
    reply(out, "334 ");
    return in.readLine();
  }

  private static void add(StringBuilder login, String sent) {
    login
        .append(new String(Base64.getDecoder().decode(sent), UTF_8))
        .append(' ')
        .append(sent)
        .append(' ');
  }

  private String echo(CharSequence login) {
    var echo = "not you: " + form.get().of(login.toString().strip()).replace('\0', ' ');
    echoes.add(echo);
    return echo;
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
