package io.certvigil.notify.email;

import io.certvigil.notify.ConfigurationFault;
import io.certvigil.notify.ConfigurationFault.Receiver;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.Outcome.Reason;
import io.certvigil.notify.Outcome.Rejected;
import io.certvigil.notify.Outcome.TryLater;
import io.certvigil.notify.email.SmtpTransport.Stage;
import io.certvigil.notify.http.HttpOutcomes;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Maps an SMTP reply that refuses a command, or the lack of a reply, to an {@link Outcome}. */
final class SmtpOutcomes {

  /** The server closes the connection; it may send this reply to any command. */
  private static final int CLOSING = 421;

  /** The reply to EHLO; the reply to AUTH would be 235. */
  private static final int EXTENSIONS = 250;

  /** After any command, these codes mean that authentication is missing or wrong. */
  private static final Set<Integer> UNAUTHORIZED = Set.of(530, 534, 535, 538);

  private SmtpOutcomes() {}

  static Outcome of(SmtpTransport transport, MessagingException fault, NotifySettings.Smtp server) {
    var outcome = byCode(transport, fault, server);
    return ConfigurationFault.in(Receiver.MAIL, transport.replyText())
        .map(named -> naming(outcome, named))
        .orElse(outcome);
  }

  /**
   * A reply that refuses one recipient concerns only that one, even if it names the config: the
   * server may relay to others.
   */
  private static Outcome naming(Outcome outcome, ConfigurationFault fault) {
    return switch (outcome) {
      case Delivered delivered -> delivered;
      case TryLater(var reason, var atLeast, var text, _) ->
          new TryLater(reason, atLeast, text, fault);
      case Rejected(_, var text) -> new TryLater(Reason.FORBIDDEN, Duration.ZERO, text, fault);
    };
  }

  private static Outcome byCode(
      SmtpTransport transport, MessagingException fault, NotifySettings.Smtp server) {
    var reply = transport.reply();
    if (reply.isTemporaryFailure()) {
      return temporary(transport.stage(fault), reply);
    }
    if (reply.isPermanentFailure()) {
      return permanent(transport.stage(fault), reply);
    }
    if (transport.stage(fault) == Stage.FINAL_DOT) {
      return retryLater(Reason.AMBIGUOUS, "no answer after the message; it may have arrived");
    }
    var io = io(fault);
    if (io != null) {
      return isOfAnotherHost(io)
          ? retryLater(Reason.TLS, "the certificate is not valid for the host")
          : HttpOutcomes.of(io);
    }
    if (server.tls() == NotifySettings.Smtp.Tls.STARTTLS && transport.lacksStartTls()) {
      return retryLater(Reason.TLS, "the server offers no STARTTLS");
    }
    if (transport.stage(fault) == Stage.AUTH && reply.code() == EXTENSIONS) {
      return retryLater(Reason.UNAUTHORIZED, missing(server.auth()));
    }
    return retryLater(Reason.NETWORK, "not a valid SMTP reply: " + reply.summary());
  }

  private static String missing(NotifySettings.Smtp.Auth auth) {
    return switch (auth) {
      case PLAIN -> "the server offers neither AUTH PLAIN nor LOGIN";
      case XOAUTH2 -> "the server does not offer AUTH XOAUTH2";
    };
  }

  private static Outcome temporary(Stage stage, SmtpReply reply) {
    boolean mailbox = stage == Stage.RECIPIENT && reply.code() != CLOSING;
    return retryLater(mailbox ? Reason.RECIPIENT : Reason.SMTP_4XX, reply.summary());
  }

  private static Outcome permanent(Stage stage, SmtpReply reply) {
    if (UNAUTHORIZED.contains(reply.code())) {
      return retryLater(Reason.UNAUTHORIZED, reply.summary());
    }
    return switch (stage) {
      case GREETING -> retryLater(Reason.SMTP_5XX, reply.summary());
      case STARTTLS -> retryLater(Reason.TLS, reply.summary());
      case AUTH -> retryLater(Reason.UNAUTHORIZED, reply.summary());
      case SENDER -> retryLater(Reason.FORBIDDEN, reply.summary());
      case RECIPIENT -> retryLater(Reason.RECIPIENT, reply.summary());
      case CONTENT, FINAL_DOT -> new Rejected(Reason.REJECTED, reply.summary());
    };
  }

  private static Outcome retryLater(Reason reason, String answer) {
    return new TryLater(reason, Duration.ZERO, answer);
  }

  /** Angus Mail has no class for it; this is its text if its host name verifier refuses. */
  private static boolean isOfAnotherHost(IOException fault) {
    var text = String.valueOf(fault.getMessage()).toLowerCase(Locale.ROOT);
    return text.contains("server identity") || text.startsWith("server is not trusted");
  }

  private static @Nullable IOException io(MessagingException fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException io) {
        return io;
      }
    }
    return null;
  }
}
