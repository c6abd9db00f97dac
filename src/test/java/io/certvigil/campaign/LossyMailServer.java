package io.certvigil.campaign;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.certvigil.net.SocketServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A mail server on loopback that accepts every message, and sometimes closes the connection after
 * the final dot.
 */
final class LossyMailServer implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("<([^>]*)>");
  private static final Pattern ID =
      Pattern.compile("^message-id:\\s*(\\S+)", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  private final LossyInbox<?> box;
  private final SocketServer server = new SocketServer(this::serve);

  LossyMailServer(LossyInbox<?> box) {
    this.box = box;
  }

  int port() {
    return server.port();
  }

  private void serve(Socket socket) throws IOException {
    try (var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1))) {
      var out = socket.getOutputStream();
      writeLine(out, "220 mail.example.com");
      var to = "";
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        var word = line.toUpperCase(Locale.ROOT);
        if (word.startsWith("RCPT TO:")) {
          to = address(line);
        }
        if (!word.startsWith("DATA")) {
          writeLine(out, word.startsWith("QUIT") ? "221 bye" : "250 ok");
        } else if (!receiveMessage(in, out, to)) {
          return; // stored but not acknowledged
        }
      }
    }
  }

  private static String address(String line) {
    var found = ADDRESS.matcher(line);
    return found.find() ? found.group(1) : "";
  }

  private boolean receiveMessage(BufferedReader in, OutputStream out, String to)
      throws IOException {
    writeLine(out, "354 continue");
    var text = new StringBuilder();
    for (var line = in.readLine(); !".".equals(line); line = in.readLine()) {
      if (line == null) {
        return false; // truncated, so not a message
      }
      text.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
    }
    var id = ID.matcher(text);
    var mail = new RawMessage(id.find() ? id.group(1) : "", to, utf8(text));
    boolean acknowledged = box.receive(mail);
    if (acknowledged) {
      writeLine(out, "250 kept");
    }
    return acknowledged;
  }

  // The connection is read as ISO 8859-1, which keeps every byte; the text itself is UTF-8.
  private static String utf8(CharSequence text) {
    return new String(text.toString().getBytes(ISO_8859_1), UTF_8);
  }

  private static void writeLine(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(ISO_8859_1));
    out.flush();
  }

  @Override
  public void close() {
    server.close();
  }
}
