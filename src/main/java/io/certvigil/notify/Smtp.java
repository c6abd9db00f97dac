package io.certvigil.notify;

import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.Outcome.Reason;
import io.certvigil.notify.Settings.Smtp.Tls;
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
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;

/**
 * Hands a message to a mail server: one connection, one recipient, and an outcome in bounded time.
 * A connection for each attempt: mails are few, and a kept one is another way to fail.
 */
final class Smtp implements AutoCloseable {
  private final Settings.Smtp server;
  private final Duration limit;
  private final SSLSocketFactory tls;
  private final Session session;
  private final URLName login;
  private final ScheduledThreadPoolExecutor watchdog;
  private final Set<Dial> open = ConcurrentHashMap.newKeySet();

  /**
   * @param sender of the envelope: an address without a name
   * @param limit of a whole attempt
   */
  Smtp(Settings.Smtp server, String sender, Duration limit, SSLSocketFactory tls) {
    this.server = server;
    this.limit = limit;
    this.tls = tls;
    session = Session.getInstance(properties(sender));
    login = login(server);
    watchdog = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().factory());
    watchdog.setRemoveOnCancelPolicy(true);
  }

  /** No host in it: Angus Mail would look it up again where AUTH fails. */
  private static URLName login(Settings.Smtp server) {
    var password = server.password();
    return new URLName(
        "smtp",
        null,
        server.port(),
        null,
        server.username(),
        password == null ? null : password.reveal());
  }

  /** Timeouts of reading are the socket's, see {@link Dial}; what else hangs is cut. */
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
          return new Delivered(transport.reply().words());
        });
  }

  /** As far as one comes without a message: greeting, TLS, and AUTH where there is a user. */
  Outcome greet() {
    return attempt(transport -> new Delivered(transport.reply().words()));
  }

  /** What is said once the server knows us. */
  private interface Talk {
    Outcome with(SmtpTransport transport) throws MessagingException;
  }

  private Outcome attempt(Talk talk) {
    var dial = Dial.to(server, limit);
    var cut = watchdog.schedule(dial::cut, limit.toMillis(), TimeUnit.MILLISECONDS);
    open.add(dial);
    try (dial) {
      var outcome = talked(dial, talk);
      return dial.wasCut() && outcome instanceof Outcome.TryLater later && silent(later)
          ? SmtpVerdict.later(Reason.TIMEOUT, "no whole answer in time")
          : outcome;
    } finally {
      cut.cancel(false);
      open.remove(dial);
    }
  }

  /** A reply that came before the connection was cut keeps its meaning. */
  private static boolean silent(Outcome.TryLater later) {
    return later.reason() == Reason.NETWORK || later.reason() == Reason.TIMEOUT;
  }

  private Outcome talked(Dial dial, Talk talk) {
    var transport = new SmtpTransport(session, login);
    try {
      connect(transport, dial);
      return talk.with(transport);
    } catch (IOException e) {
      return Verdict.of(e);
    } catch (MessagingException e) {
      return SmtpVerdict.of(transport, e, server);
    } finally {
      quit(transport);
    }
  }

  private void connect(SmtpTransport transport, Dial dial) throws IOException, MessagingException {
    var wire = dial.reach();
    transport.setLocalHost(literal(wire));
    transport.connect(server.tls() == Tls.IMPLICIT ? dial.secured(wire, tls) : wire);
  }

  /** A name of this machine would be asked of DNS, and few have one that the server knows. */
  private static String literal(Socket wire) {
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
    watchdog.shutdownNow();
    open.forEach(Dial::cut);
  }
}
