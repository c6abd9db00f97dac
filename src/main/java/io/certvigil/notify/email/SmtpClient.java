package io.certvigil.notify.email;

import io.certvigil.net.AttemptWatchdog;
import io.certvigil.net.CancellableConnection;
import io.certvigil.net.Connector;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.NotifySettings.Smtp.Tls;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.Outcome.Reason;
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

/**
 * Sends a message to a mail server: one connection, one recipient, and an outcome within a time
 * limit. Each attempt opens a new connection, because mails are few and an idle connection may
 * break.
 */
public final class SmtpClient implements AutoCloseable {
  private final NotifySettings.Smtp server;
  private final Duration limit;
  private final Connector connector;
  private final Session session;
  private final URLName login;
  private final AttemptWatchdog watchdog;
  private final Scrubber scrubber;
  private final Set<CancellableConnection> open = ConcurrentHashMap.newKeySet();

  /**
   * @param sender the envelope sender: an address without a name
   * @param limit the time limit of a whole attempt
   * @param scrubber knows every secret that a reply may repeat
   * @param connector makes the connections
   */
  public SmtpClient(
      NotifySettings.Smtp server,
      String sender,
      Duration limit,
      Scrubber scrubber,
      Connector connector) {
    this.scrubber = scrubber;
    this.server = server;
    this.limit = limit;
    this.connector = connector;
    session = Session.getInstance(properties(sender));
    login = login(server);
    watchdog = new AttemptWatchdog("delivery-watchdog", limit);
  }

  /** Without a host, which Angus Mail would look up again if AUTH fails. */
  private static URLName login(NotifySettings.Smtp server) {
    var password = server.password();
    return new URLName(
        "smtp",
        null,
        server.port(),
        null,
        server.username(),
        password == null ? null : password.reveal());
  }

  /**
   * Read timeouts are set on the socket, see {@link CancellableConnection}; the watchdog ends other
   * hangs.
   */
  private Properties properties(String sender) {
    var properties = new Properties();
    properties.put("mail.smtp.from", sender);
    properties.put("mail.smtp.auth", Boolean.toString(server.username() != null));
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

  private Outcome attempt(SmtpAction action) {
    var connection =
        connector.connection(server.host(), server.port(), server.tls() != Tls.NONE, limit);
    var deadline = watchdog.start(connection::cancel);
    open.add(connection);
    try (connection) {
      var outcome = execute(connection, action);
      return connection.isCancelled()
              && outcome instanceof Outcome.TryLater later
              && isMissingReply(later)
          ? HttpOutcomes.timeout()
          : outcome;
    } finally {
      deadline.disarm();
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

  private Outcome execute(CancellableConnection connection, SmtpAction action) {
    var transport = new SmtpTransport(session, login, scrubber);
    try {
      connect(transport, connection);
      return action.run(transport);
    } catch (IOException e) {
      return HttpOutcomes.of(e);
    } catch (MessagingException e) {
      return SmtpOutcomes.of(transport, e, server);
    } finally {
      quit(transport);
    }
  }

  private void connect(SmtpTransport transport, CancellableConnection connection)
      throws IOException, MessagingException {
    var wire = connection.connect();
    transport.setLocalHost(addressLiteral(wire));
    transport.connect(server.tls() == Tls.IMPLICIT ? connection.startTls(wire) : wire);
  }

  /**
   * The address for EHLO. A host name would need a DNS lookup, and few machines have one that the
   * server can resolve.
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
