package io.certvigil.campaign;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.regex.Pattern;

/** A mail server on loopback: takes everything, and sometimes hangs up after the final dot. */
final class LossyMailServer implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("<([^>]*)>");
  private static final Pattern ID =
      Pattern.compile("^message-id:\\s*(\\S+)", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  private final LossyInbox<?> box;
  private final ServerSocket server;

  LossyMailServer(LossyInbox<?> box) {
    this.box = box;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return server.getLocalPort();
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        Thread.ofVirtual().start(() -> handleClient(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void handleClient(Socket socket) {
    try (socket;
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1))) {
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
          return; // kept, and nobody is told
        }
      }
    } catch (IOException e) {
      // The other side was killed: that is what all this is about.
      return;
    }
  }

  private static String address(String line) {
    var found = ADDRESS.matcher(line);
    return found.find() ? found.group(1) : "";
  }

  private boolean receiveMessage(BufferedReader in, OutputStream out, String to)
      throws IOException {
    writeLine(out, "354 go on");
    var text = new StringBuilder();
    for (var line = in.readLine(); !".".equals(line); line = in.readLine()) {
      if (line == null) {
        return false; // cut off: not a message
      }
      text.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
    }
    var id = ID.matcher(text);
    var mail = new RawMessage(id.find() ? id.group(1) : "", to, utf8(text));
    boolean told = box.receive(mail);
    if (told) {
      writeLine(out, "250 kept");
    }
    return told;
  }

  // Read byte by byte, so that it stays as it came; what is in it is UTF-8.
  private static String utf8(CharSequence text) {
    return new String(text.toString().getBytes(ISO_8859_1), UTF_8);
  }

  private static void writeLine(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(ISO_8859_1));
    out.flush();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
