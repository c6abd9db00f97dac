package io.certvigil.notify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.certvigil.net.SocketFault;
import io.certvigil.net.SocketServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
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

  private final SocketServer server = new SocketServer(this::serve);
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final List<String> attemptedMessages = new CopyOnWriteArrayList<>();
  private final Map<String, String> refusals = new ConcurrentHashMap<>();
  private final SmtpStep failingStep;
  private final @Nullable SocketFault fault;

  /** A server without a fault. */
  public ScriptedMailServer() {
    this(SmtpStep.BANNER, null);
  }

  /**
   * @param fault happens instead of the reply at this step
   */
  public ScriptedMailServer(SmtpStep at, @Nullable SocketFault fault) {
    this.failingStep = at;
    this.fault = fault;
  }

  public static SocketFault reply(String reply) {
    return SocketFault.send(reply + "\r\n");
  }

  public SmtpStep failingStep() {
    return failingStep;
  }

  public int port() {
    return server.port();
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

  private void serve(Socket connection) throws IOException {
    answer(connection, SmtpStep.BANNER, "220 test ready");
    var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      commands.add(line);
      handleCommand(connection, in, line);
    }
  }

  private void handleCommand(Socket connection, BufferedReader in, String line) throws IOException {
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
          var message = message(in);
          attemptedMessages.add(message);
          var reply = reply(message, "250 2.0.0 queued as 17");
          if ((fault == null || failingStep != SmtpStep.DOT) && reply.startsWith("250")) {
            messages.add(message);
          }
          answer(connection, SmtpStep.DOT, reply);
        }
      }
      case "QUIT" -> answer(connection, SmtpStep.QUIT, "221 bye");
      default -> reply("250 ok").happen(connection, connection.getOutputStream());
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
    reply(reply).happen(connection, connection.getOutputStream());
    return true;
  }

  private static String message(BufferedReader in) throws IOException {
    var text = new StringBuilder();
    for (var line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      text.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
    }
    return text.toString();
  }

  @Override
  public void close() {
    server.close();
  }
}
