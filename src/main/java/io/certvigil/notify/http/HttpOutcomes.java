package io.certvigil.notify.http;

import io.certvigil.net.ConnectFaults;
import io.certvigil.notify.ConfigurationFault;
import io.certvigil.notify.ConfigurationFault.Receiver;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.Outcome.Reason;
import io.certvigil.notify.Outcome.Rejected;
import io.certvigil.notify.Outcome.TryLater;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;

/** Maps an HTTP reply, or the lack of one, to an {@link Outcome}. */
public final class HttpOutcomes {

  /** The minimum delay after 429 (Too Many Requests). */
  private static final Duration RATE_LIMIT_DELAY = Duration.ofSeconds(5);

  private HttpOutcomes() {}

  public static Outcome of(HttpReply answer) {
    int status = answer.status();
    if (status >= 200 && status < 300) {
      return new Delivered(answer.summary());
    }
    var outcome =
        switch (status) {
          case 400, 413, 415, 422 -> rejected(answer);
          default -> retryLater(answer);
        };
    return naming(outcome, Receiver.HTTP, answer);
  }

  /** As above, for a receiver that replies only this status to a message that it has accepted. */
  public static Outcome of(HttpReply answer, int acknowledged, Receiver receiver) {
    int status = answer.status();
    if (status == acknowledged) {
      return new Delivered(answer.summary());
    }
    var outcome = status == 400 || status == 413 ? rejected(answer) : retryLater(answer);
    return naming(outcome, receiver, answer);
  }

  /**
   * Adds what the text of a 3xx or 4xx answer names in the config. If it names something, no other
   * message would be accepted either, so the message is not rejected but sent again.
   */
  public static Outcome naming(Outcome outcome, Receiver receiver, HttpReply answer) {
    boolean refused = answer.status() / 100 == 3 || answer.status() / 100 == 4;
    var fault = ConfigurationFault.in(receiver, answer.body());
    if (!refused || fault.isEmpty()) {
      return outcome;
    }
    return switch (outcome) {
      case Delivered delivered -> delivered;
      case TryLater later when later.reason() == Reason.RATE_LIMITED -> later;
      case TryLater(var reason, var atLeast, var text, _) ->
          new TryLater(reason, atLeast, text, fault.get());
      case Rejected rejected ->
          new TryLater(Reason.UNAUTHORIZED, answer.retryAfter(), rejected.answer(), fault.get());
    };
  }

  public static Outcome rejected(HttpReply answer) {
    return new Rejected(Reason.REJECTED, answer.summary());
  }

  /** The outcome for every other reply: the message is sent again. */
  public static Outcome retryLater(HttpReply answer) {
    var requested = answer.retryAfter();
    if (answer.status() == 429) {
      var delay = requested.compareTo(RATE_LIMIT_DELAY) < 0 ? RATE_LIMIT_DELAY : requested;
      return new TryLater(Reason.RATE_LIMITED, delay, answer.summary());
    }
    return new TryLater(reason(answer.status()), requested, answer.summary());
  }

  /**
   * An unexpected 4xx counts as a configuration fault, so that no message is given up because of
   * it.
   */
  private static Reason reason(int status) {
    return switch (status) {
      case 401 -> Reason.UNAUTHORIZED;
      case 403 -> Reason.FORBIDDEN;
      case 404, 410 -> Reason.NOT_FOUND;
      case 408, 425 -> Reason.TIMEOUT;
      default ->
          switch (status / 100) {
            case 3 -> Reason.REDIRECT;
            case 4 -> Reason.HTTP_4XX;
            default -> Reason.HTTP_5XX;
          };
    };
  }

  /** The outcome if the time limit of the attempt has cancelled it. */
  public static TryLater timeout() {
    return new TryLater(Reason.TIMEOUT, Duration.ZERO, "no complete reply within the time limit");
  }

  public static TryLater of(IOException fault) {
    var reason = reason(fault);
    var why = ConnectFaults.explanation(fault).orElse(fault.getClass().getSimpleName());
    return new TryLater(reason, Duration.ZERO, reason + ": " + why);
  }

  private static Reason reason(IOException fault) {
    return switch (fault) {
      case UnknownHostException unknown -> resolverDown(unknown) ? Reason.NETWORK : Reason.DNS;
      case SSLException tls -> connectionLost(tls) ? Reason.NETWORK : Reason.TLS;
      case ConnectTimeoutException timeout -> Reason.TIMEOUT;
      case InterruptedIOException timeout -> Reason.TIMEOUT;
      default -> Reason.NETWORK;
    };
  }

  /**
   * A resolver that does not answer yet is an outage; only a name that does not exist is a
   * configuration fault.
   */
  private static boolean resolverDown(UnknownHostException unknown) {
    var message = unknown.getMessage();
    return message != null && message.contains("Temporary failure");
  }

  /**
   * A connection that breaks during the TLS handshake is a network fault, not a certificate fault.
   */
  private static boolean connectionLost(SSLException tls) {
    for (Throwable cause = tls.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketException || cause instanceof EOFException) {
        return true;
      }
    }
    return false;
  }
}
