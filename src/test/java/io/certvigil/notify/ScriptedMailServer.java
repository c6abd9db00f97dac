package io.certvigil.notify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A mail server on loopback that simulates a fault at one step of the session. */
public final class ScriptedMailServer implements AutoCloseable {

  /** The step of the session that a reply belongs to. */
  public enum SmtpStep {
    BANNER,
    EHLO,
    STARTTLS,
    AUTH,
    MAIL,
    RCPT,
    DATA,
    DOT,
    QUIT
  }

  /** What the server does instead of its reply. */
  public interface Fault {
    void happen(Socket connection, OutputStream out) throws IOException;
  }

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final List<String> attemptedMessages = new CopyOnWriteArrayList<>();
  private final Map<String, String> refusals = new ConcurrentHashMap<>();
  private final SmtpStep failingStep;
  private final @Nullable Fault fault;

  /** A server without a fault. */
  public ScriptedMailServer() {
    this(SmtpStep.BANNER, null);
  }

  public ScriptedMailServer(SmtpStep at, @Nullable Fault fault) {
    this.failingStep = at;
    this.fault = fault;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::listen);
  }

  public static Fault reply(String reply) {
    return (connection, out) -> say(out, reply);
  }

  public static Fault hang() {
    return (connection, out) -> drain(connection);
  }

  public static Fault drop() {
    return (connection, out) -> connection.close();
  }

  public static Fault reset() {
    return (connection, out) -> {
      connection.setSoLinger(true, 0);
      connection.close();
    };
  }

  /** Sends single characters slowly and never ends the line. */
  public static Fault dribble() {
    return (connection, out) -> {
      while (!connection.isClosed()) {
        out.write('2');
        out.flush();
        LockSupport.parkNanos(50_000_000);
      }
    };
  }

  public static Fault endless(String line) {
    return (connection, out) -> {
      while (!connection.isClosed()) {
        out.write(line.getBytes(ISO_8859_1));
      }
    };
  }

  public SmtpStep failingStep() {
    return failingStep;
  }

  public int port() {
    return server.getLocalPort();
  }

  public List<String> commands() {
    return List.copyOf(commands);
  }

  /** From now on, recipients and messages that contain this text get this reply. */
  public void refuse(String word, String reply) {
    refusals.put(word, reply);
  }

  public void refuseNothing() {
    refusals.clear();
  }

  /** The messages received up to the final dot, acknowledged or not. */
  public List<String> attemptedMessages() {
    return List.copyOf(attemptedMessages);
  }

  /** The acknowledged messages, with dot-stuffing removed. */
  public List<String> messages() {
    return List.copyOf(messages);
  }

  private void listen() {
    try {
      while (!server.isClosed()) {
        var connection = server.accept();
        connections.add(connection);
        threads.execute(() -> serve(connection));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      answer(connection, SmtpStep.BANNER, "220 test ready");
      var in = connection.getInputStream();
      for (var line = line(in); line != null; line = line(in)) {
        commands.add(line);
        handleCommand(connection, line);
      }
    } catch (IOException e) {
      // the client closed the connection
    }
  }

  private void handleCommand(Socket connection, String line) throws IOException {
    switch (line.split("[ :]", 2)[0]) {
      case "EHLO" ->
          answer(
              connection,
              SmtpStep.EHLO,
              failingStep == SmtpStep.STARTTLS
                  ? "250-test\r\n250 STARTTLS"
                  : "250-test\r\n250 AUTH PLAIN LOGIN");
      case "HELO" -> answer(connection, SmtpStep.EHLO, "250 test");
      case "STARTTLS" -> answer(connection, SmtpStep.STARTTLS, "220 go");
      case "AUTH" -> answer(connection, SmtpStep.AUTH, "235 welcome");
      case "MAIL" -> answer(connection, SmtpStep.MAIL, "250 ok");
      case "RCPT" -> answer(connection, SmtpStep.RCPT, reply(line, "250 ok"));
      case "DATA" -> {
        if (answer(connection, SmtpStep.DATA, "354 go on")) {
          var message = message(connection.getInputStream());
          attemptedMessages.add(message);
          var reply = reply(message, "250 2.0.0 queued as 17");
          if ((fault == null || failingStep != SmtpStep.DOT) && reply.startsWith("250")) {
            messages.add(message);
          }
          answer(connection, SmtpStep.DOT, reply);
        }
      }
      case "QUIT" -> answer(connection, SmtpStep.QUIT, "221 bye");
      default -> say(connection.getOutputStream(), "250 ok");
    }
  }

  private String reply(String line, String otherwise) {
    return refusals.entrySet().stream()
        .filter(refusal -> line.contains(refusal.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(otherwise);
  }

  private boolean answer(Socket connection, SmtpStep stage, String reply) throws IOException {
    if (fault != null && stage == failingStep) {
      fault.happen(connection, connection.getOutputStream());
      return false;
    }
    say(connection.getOutputStream(), reply);
    return true;
  }

  private static void say(OutputStream out, String reply) throws IOException {
    out.write((reply + "\r\n").getBytes(ISO_8859_1));
    out.flush();
  }

  private static void drain(Socket connection) throws IOException {
    while (connection.getInputStream().read() >= 0) {
      // sends no reply
    }
  }

  private static String message(InputStream in) throws IOException {
    var text = new StringBuilder();
    for (var line = line(in); line != null && !line.equals("."); line = line(in)) {
      text.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
    }
    return text.toString();
  }

  private static @Nullable String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return null;
      }
      line.write(next);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }

  @Override
  public void close() {
    try {
      server.close();
      for (var connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      threads.shutdownNow();
    }
  }
}
