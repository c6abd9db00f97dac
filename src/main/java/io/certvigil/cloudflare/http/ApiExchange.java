package io.certvigil.cloudflare.http;

import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.net.AttemptWatchdog;
import io.certvigil.net.HttpClientFactory;
import io.certvigil.net.HttpClientLimits;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.Function;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its whole answer within the time limit, which a remote that dribbles cannot
 * stretch. Repeats nothing.
 */
public final class ApiExchange implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ApiExchange.class);
  private static final int MAX_CONNECTIONS = 64;
  private static final Duration CONNECTION_LIFE = Duration.ofMinutes(10);
  private static final int HEADER_LINE = 8 * 1024;
  private static final int MAX_HEADERS = 100;

  private final CloudflareSettings settings;
  private final CloseableHttpClient client;
  private final HttpHost host;
  private final ResponseReader responseReader;
  private final AttemptWatchdog watchdog;

  public ApiExchange(CloudflareSettings settings, String version, ResponseReader answers) {
    this.settings = settings;
    this.responseReader = answers;
    client = HttpClientFactory.client(version, limits(settings.timeout()));
    host = HttpHost.create(settings.baseUrl());
    watchdog = new AttemptWatchdog("cloudflare-watchdog", settings.timeout());
  }

  private static HttpClientLimits limits(Duration timeout) {
    return new HttpClientLimits(
        timeout, timeout, MAX_CONNECTIONS, CONNECTION_LIFE, HEADER_LINE, MAX_HEADERS);
  }

  /** Asks once; everything that a remote can do wrong is in what it returns. */
  <W, T> RequestResult<T> send(
      CredentialSession link,
      ListEndpoint<W, T> listing,
      String path,
      Function<String, HttpUriRequestBase> kind)
      throws InterruptedException {
    var request = request(link, path, kind);
    var deadline = watchdog.start(request::cancel);
    try {
      return exchange(link, listing, request);
    } catch (IOException | RuntimeException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("stopped while asking for " + listing.template());
      }
      return failed(link, deadline.passed() ? FaultReason.TIMEOUT : reason(e), e);
    } finally {
      deadline.disarm();
    }
  }

  private HttpUriRequestBase request(
      CredentialSession link, String path, Function<String, HttpUriRequestBase> kind) {
    var request = kind.apply(settings.baseUrl() + path);
    request.setHeader("Accept", "application/json");
    request.setHeader("Accept-Encoding", "gzip");
    link.addCredential(request);
    return request;
  }

  private <W, T> RequestResult<T> exchange(
      CredentialSession link, ListEndpoint<W, T> listing, HttpUriRequestBase request)
      throws IOException {
    var response = client.executeOpen(host, request, HttpClientContext.create());
    try {
      return responseReader.read(response, listing, link);
    } finally {
      discard(request, response);
    }
  }

  /** A connection whose answer was read whole is back in the pool already; any other is cut. */
  private static void discard(HttpUriRequestBase request, ClassicHttpResponse response) {
    // Closing politely would first read an endless answer to its end, so it is cut before.
    request.cancel();
    try {
      response.close();
    } catch (IOException _) {
      log.atTrace().log("nothing left to close");
    }
  }

  private <T> RequestResult<T> failed(CredentialSession link, FaultReason reason, Exception cause) {
    if (reason == FaultReason.MALFORMED) {
      // Ours to mend. The message may quote the answer, so only the place is told.
      log.atError()
          .addKeyValue("exception", cause.getClass().getName())
          .addKeyValue("at", cause.getStackTrace().length > 0 ? cause.getStackTrace()[0] : "")
          .log("an answer could not be understood");
    }
    var fault = fault(link, reason, cause);
    return new RequestResult<>(
        new PageResult.Failed<>(fault), reason.word(), null, !failedBeforeSending(cause));
  }

  private Fault fault(CredentialSession link, FaultReason reason, Exception cause) {
    return reason == FaultReason.TIMEOUT
        ? new Fault(reason, "no whole answer within " + settings.timeout() + " (" + host + ")")
        : FaultClassifier.exceptionFault(reason, cause, host.toHostString(), link.scrubber());
  }

  /** Whether there was not even a connection. */
  private static boolean failedBeforeSending(Exception cause) {
    return cause instanceof ConnectException
        || cause instanceof NoRouteToHostException
        || cause instanceof UnknownHostException
        || cause instanceof ConnectTimeoutException
        || cause instanceof ConnectionRequestTimeoutException
        || cause instanceof SSLHandshakeException
        || cause instanceof SSLPeerUnverifiedException;
  }

  private static FaultReason reason(Exception cause) {
    return switch (cause) {
      case SocketTimeoutException _ -> FaultReason.TIMEOUT;
      case IOException _ -> FaultReason.NETWORK;
      default -> FaultReason.MALFORMED;
    };
  }

  @Override
  public void close() {
    watchdog.close();
    client.close(CloseMode.IMMEDIATE);
  }
}
