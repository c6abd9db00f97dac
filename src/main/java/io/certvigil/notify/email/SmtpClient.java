package io.certvigil.notify.email;

import io.certvigil.net.AttemptWatchdog;
import io.certvigil.net.CancellableConnection;
import io.certvigil.net.Connector;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.NotifySettings.Smtp.Auth;
import io.certvigil.notify.NotifySettings.Smtp.Tls;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.Outcome.Reason;
import io.certvigil.notify.Outcome.Rejected;
import io.certvigil.notify.http.HttpOutcomes;
import io.certvigil.redaction.Scrubber;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.Socket;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sends a message to a mail server: one connection, one recipient, and an outcome within the time
 * limits. Each attempt opens a new connection, because mails are few and an idle connection may
 * break.
 */
public final class SmtpClient implements AutoCloseable {

  /**
   * Small, so that on a slow connection most of a message has left when its final dot is written:
   * the limits of the message and of the answer are measured from there.
   */
  private static final int SEND_BUFFER = 64 * 1024;

  private final NotifySettings.Smtp server;
  private final SmtpLimits limits;
  private final Connector connector;
  private final Session session;
  private final AttemptWatchdog watchdog;
  private final PhaseTimer.Alarm alarm;
  private final Scrubber scrubber;
  private final Set<CancellableConnection> open = ConcurrentHashMap.newKeySet();

  /**
   * @param sender the envelope sender: an address without a name
   * @param scrubber knows every secret that a reply may repeat
   * @param connector makes the connections
   */
  public SmtpClient(
      NotifySettings.Smtp server,
      String sender,
      SmtpLimits limits,
      Scrubber scrubber,
      Connector connector) {
    this(server, sender, limits, scrubber, connector, null);
  }

  /**
   * @param alarm runs what ends a phase; null for real time
   */
  SmtpClient(
      NotifySettings.Smtp server,
      String sender,
      SmtpLimits limits,
      Scrubber scrubber,
      Connector connector,
      PhaseTimer.@Nullable Alarm alarm) {
    this.scrubber = scrubber;
    this.server = server;
    this.limits = limits;
    this.connector = connector;
    session = Session.getInstance(properties(sender));
    watchdog = new AttemptWatchdog("delivery-watchdog", limits.whole());
    this.alarm = alarm == null ? this::inRealTime : alarm;
  }

  private Runnable inRealTime(Duration after, Runnable action) {
    return watchdog.start(after, action)::disarm;
  }

  /**
   * Without a host, which Angus Mail would look up again if AUTH fails. Made for each attempt,
   * because the password may have been read again.
   */
  private URLName login() {
    var password = server.auth() == Auth.PLAIN ? server.password() : null;
    return new URLName(
        "smtp",
        null,
        server.port(),
        null,
        password == null ? null : server.username(),
        password == null ? null : password.reveal());
  }

  /**
   * Read timeouts are set on the socket, see {@link CancellableConnection}; the watchdog ends other
   * hangs.
   */
  private Properties properties(String sender) {
    var properties = new Properties();
    properties.put("mail.smtp.from", sender);
    boolean auth = server.username() != null && server.auth() == Auth.PLAIN;
    properties.put("mail.smtp.auth", Boolean.toString(auth));
    properties.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
    properties.put("mail.smtp.starttls.enable", Boolean.toString(server.tls() == Tls.STARTTLS));
    properties.put("mail.smtp.starttls.required", Boolean.toString(server.tls() == Tls.STARTTLS));
    var host = server.host();
    properties.put(
        "mail.smtp.ssl.checkserveridentity", Boolean.toString(Connector.isVerifiedByJava(host)));
    properties.put("mail.smtp.ssl.hostnameverifier", Connector.verifier(host));
    properties.put("mail.smtp.ssl.socketFactory", connector.tls(host, server.port()));
    properties.put("mail.smtp.quitwait", "false");
    return properties;
  }

  /**
   * @param message in the format of RFC 5322, sent unchanged
   */
  Outcome send(String recipient, byte[] message) {
    return attempt(
        transport -> {
          long most = transport.sizeLimit();
          if (most > 0 && message.length > most) {
            return tooLarge("%d bytes; the server accepts %d".formatted(message.length, most));
          }
          transport.sendMessage(
              new MimeMessage(session, new ByteArrayInputStream(message)),
              new Address[] {new InternetAddress(recipient)});
          return new Delivered(transport.reply().summary());
        });
  }

  /** Connects without sending a message: greeting, TLS, and AUTH if a user is configured. */
  public Outcome checkConnection() {
    return attempt(transport -> new Delivered(transport.reply().summary()));
  }

  /** What is done once the session is established. */
  private interface SmtpAction {
    Outcome run(SmtpTransport transport) throws MessagingException;
  }

  private static Outcome tooLarge(String why) {
    return new Rejected(Reason.TOO_LARGE, why);
  }

  private Outcome attempt(SmtpAction action) {
    var connection =
        connector.connection(
            server.host(), server.port(), server.tls() != Tls.NONE, limits.longestSilence());
    var timer = new PhaseTimer(limits, alarm, connection::cancel);
    open.add(connection);
    timer.start();
    try (connection) {
      var outcome = execute(connection, timer, action);
      return connection.isCancelled()
              && outcome instanceof Outcome.TryLater later
              && isMissingReply(later)
          ? HttpOutcomes.timeout()
          : outcome;
    } finally {
      timer.stop();
      open.remove(connection);
    }
  }

  /**
   * True if no reply arrived. A reply that arrived before the connection was cancelled keeps its
   * meaning.
   */
  private static boolean isMissingReply(Outcome.TryLater later) {
    return later.reason() == Reason.NETWORK || later.reason() == Reason.TIMEOUT;
  }

  private Outcome execute(CancellableConnection connection, PhaseTimer timer, SmtpAction action) {
    var transport = new SmtpTransport(session, login(), scrubber, timer);
    try {
      connect(transport, connection);
      return action.run(transport);
    } catch (IOException e) {
      return HttpOutcomes.of(e);
    } catch (MessagingException e) {
      return timer.passed() && transport.transferring()
          ? tooLarge("the connection is too slow for this message")
          : SmtpOutcomes.of(transport, e, server);
    } finally {
      quit(transport);
    }
  }

  private void connect(SmtpTransport transport, CancellableConnection connection)
      throws IOException, MessagingException {
    var wire = connection.connect();
    wire.setSendBufferSize(SEND_BUFFER);
    var helo = server.helo();
    transport.setLocalHost(helo == null ? addressLiteral(wire) : helo);
    transport.connect(server.tls() == Tls.IMPLICIT ? connection.startTls(wire) : wire);
    if (server.auth() == Auth.XOAUTH2 && server.username() != null && server.password() != null) {
      transport.authenticate(server.username(), server.password());
    }
  }

  /**
   * The address for EHLO if no name is configured. A host name would need a DNS lookup, and few
   * machines have one that the server can resolve.
   */
  private static String addressLiteral(Socket wire) {
    var address = wire.getLocalAddress();
    var text = address.getHostAddress().replaceFirst("%.*", "");
    return address instanceof Inet6Address ? "[IPv6:" + text + "]" : "[" + text + "]";
  }

  /** The outcome of the message is already known here, so a fault is ignored. */
  private static void quit(SmtpTransport transport) {
    try {
      transport.close();
    } catch (MessagingException e) {
      // The server closed the connection first.
    }
  }

  @Override
  public void close() {
    watchdog.close();
    open.forEach(CancellableConnection::cancel);
  }
}
