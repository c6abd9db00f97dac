package io.certvigil.notify.http;

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

/** What an answer over HTTP, or the lack of one, means. */
public final class HttpOutcomes {

  /** An immediate second request would be no answer to "too many". */
  private static final Duration RATE_LIMIT_DELAY = Duration.ofSeconds(5);

  private HttpOutcomes() {}

  public static Outcome of(HttpReply answer) {
    int status = answer.status();
    if (status >= 200 && status < 300) {
      return new Delivered(answer.summary());
    }
    return switch (status) {
      case 400, 413, 415, 422 -> new Rejected(Reason.REJECTED, answer.summary());
      default -> retryLater(answer);
    };
  }

  /** Whatever else it was, it goes again. */
  public static Outcome retryLater(HttpReply answer) {
    var asked = answer.retryAfter();
    if (answer.status() == 429) {
      var calm = asked.compareTo(RATE_LIMIT_DELAY) < 0 ? RATE_LIMIT_DELAY : asked;
      return new TryLater(Reason.RATE_LIMITED, calm, answer.summary());
    }
    return new TryLater(reason(answer.status()), asked, answer.summary());
  }

  /** A 4xx that nobody foresaw is a fault of the config: nothing is given up for it. */
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

  public static Outcome of(IOException fault) {
    var reason = reason(fault);
    return new TryLater(reason, Duration.ZERO, reason + ": " + fault.getClass().getSimpleName());
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

  /** A network that is not up yet is an outage; only a name that does not exist is a wrong one. */
  private static boolean resolverDown(UnknownHostException unknown) {
    var message = unknown.getMessage();
    return message != null && message.contains("Temporary failure");
  }

  /** A connection that broke while TLS was at it says nothing about certificates. */
  private static boolean connectionLost(SSLException tls) {
    for (Throwable cause = tls.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketException || cause instanceof EOFException) {
        return true;
      }
    }
    return false;
  }
}
