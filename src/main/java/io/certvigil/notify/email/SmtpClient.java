package io.certvigil.notify.email;

import io.certvigil.net.AttemptWatchdog;
import io.certvigil.net.CancellableConnection;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.NotifySettings.Smtp.Tls;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.Outcome.Reason;
import io.certvigil.notify.http.HttpOutcomes;
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
import javax.net.ssl.SSLSocketFactory;

/**
 * Hands a message to a mail server: one connection, one recipient, and an outcome in bounded time.
 * A connection for each attempt: mails are few, and a kept one is another way to fail.
 */
public final class SmtpClient implements AutoCloseable {
  private final NotifySettings.Smtp server;
  private final Duration limit;
  private final SSLSocketFactory tls;
  private final Session session;
  private final URLName login;
  private final AttemptWatchdog watchdog;
  private final Set<CancellableConnection> open = ConcurrentHashMap.newKeySet();

  /**
   * @param sender of the envelope: an address without a name
   * @param limit of a whole attempt
   */
  public SmtpClient(
      NotifySettings.Smtp server, String sender, Duration limit, SSLSocketFactory tls) {
    this.server = server;
    this.limit = limit;
    this.tls = tls;
    session = Session.getInstance(properties(sender));
    login = login(server);
    watchdog = new AttemptWatchdog(limit);
  }

  /** No host in it: Angus Mail would look it up again where AUTH fails. */
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
   * Timeouts of reading are the socket's, see {@link CancellableConnection}; what else hangs is
   * cut.
   */
  private Properties properties(String sender) {
    var properties = new Properties();
    properties.put("mail.smtp.from", sender);
    properties.put("mail.smtp.auth", Boolean.toString(server.username() != null));
    properties.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
    properties.put("mail.smtp.starttls.enable", Boolean.toString(server.tls() == Tls.STARTTLS));
    properties.put("mail.smtp.starttls.required", Boolean.toString(server.tls() == Tls.STARTTLS));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.ssl.socketFactory", tls);
    properties.put("mail.smtp.quitwait", "false");
    return properties;
  }

  /**
   * @param message of RFC 5322, sent as it is
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

  /** As far as one comes without a message: greeting, TLS, and AUTH where there is a user. */
  public Outcome checkConnection() {
    return attempt(transport -> new Delivered(transport.reply().summary()));
  }

  /** What is said once the server knows us. */
  private interface SmtpAction {
    Outcome run(SmtpTransport transport) throws MessagingException;
  }

  private Outcome attempt(SmtpAction talk) {
    var connection =
        new CancellableConnection(server.host(), server.port(), server.tls() == Tls.NONE, limit);
    var deadline = watchdog.start(connection::cancel);
    open.add(connection);
    try (connection) {
      var outcome = execute(connection, talk);
      return connection.isCancelled()
              && outcome instanceof Outcome.TryLater later
              && isMissingReply(later)
          ? SmtpOutcomes.retryLater(Reason.TIMEOUT, "no whole answer in time")
          : outcome;
    } finally {
      deadline.disarm();
      open.remove(connection);
    }
  }

  /** A reply that came before the connection was cut keeps its meaning. */
  private static boolean isMissingReply(Outcome.TryLater later) {
    return later.reason() == Reason.NETWORK || later.reason() == Reason.TIMEOUT;
  }

  private Outcome execute(CancellableConnection connection, SmtpAction talk) {
    var transport = new SmtpTransport(session, login);
    try {
      connect(transport, connection);
      return talk.run(transport);
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
    transport.connect(server.tls() == Tls.IMPLICIT ? connection.startTls(wire, tls) : wire);
  }

  /** A name of this machine would be asked of DNS, and few have one that the server knows. */
  private static String addressLiteral(Socket wire) {
    var address = wire.getLocalAddress();
    var text = address.getHostAddress().replaceFirst("%.*", "");
    return address instanceof Inet6Address ? "[IPv6:" + text + "]" : "[" + text + "]";
  }

  /** Whether the message arrived is settled by now. */
  private static void quit(SmtpTransport transport) {
    try {
      transport.close();
    } catch (MessagingException e) {
      // The server has gone before.
    }
  }

  @Override
  public void close() {
    watchdog.close();
    open.forEach(CancellableConnection::cancel);
  }
}
