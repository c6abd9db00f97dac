package io.certvigil.cloudflare.http;

import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.net.AttemptWatchdog;
import io.certvigil.net.Connector;
import io.certvigil.net.HttpClientFactory;
import io.certvigil.net.HttpClientLimits;
import io.certvigil.net.NameResolver;
import io.certvigil.net.RemoteEndpoint;
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
 * Sends one request and reads the complete response within the time limit, which also holds if the
 * remote sends single bytes slowly. Does not retry.
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

  public ApiExchange(
      CloudflareSettings settings,
      String version,
      ResponseReader responseReader,
      NameResolver names) {
    this.settings = settings;
    this.responseReader = responseReader;
    client =
        HttpClientFactory.client(
            version, limits(settings.timeout()), new Connector(settings.outbound(), names));
    var place = RemoteEndpoint.of(settings.baseUrl());
    host =
        new HttpHost(
            settings.baseUrl().getScheme(),
            place.host(),
            place.hasDefaultPort() ? -1 : place.port());
    watchdog = new AttemptWatchdog("cloudflare-watchdog", settings.timeout());
  }

  private static HttpClientLimits limits(Duration timeout) {
    return new HttpClientLimits(
        timeout, timeout, MAX_CONNECTIONS, CONNECTION_LIFE, HEADER_LINE, MAX_HEADERS);
  }

  /** Sends the request once. Remote faults are part of the result. */
  <T> RequestResult<T> send(
      CredentialSession session,
      ListEndpoint<T> listing,
      String path,
      Function<String, HttpUriRequestBase> kind)
      throws InterruptedException {
    var request = request(session, path, kind);
    var deadline = watchdog.start(request::cancel);
    try {
      return exchange(session, listing, request);
    } catch (IOException | RuntimeException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while requesting " + listing.template());
      }
      return failed(session, deadline.passed() ? FaultReason.TIMEOUT : reason(e), e);
    } finally {
      deadline.disarm();
    }
  }

  private HttpUriRequestBase request(
      CredentialSession session, String path, Function<String, HttpUriRequestBase> kind) {
    var request = kind.apply(settings.baseUrl() + path);
    request.setHeader("Accept", "application/json");
    request.setHeader("Accept-Encoding", "gzip");
    session.addCredential(request);
    return request;
  }

  private <T> RequestResult<T> exchange(
      CredentialSession session, ListEndpoint<T> listing, HttpUriRequestBase request)
      throws IOException {
    var response = client.executeOpen(host, request, HttpClientContext.create());
    try {
      return responseReader.read(response, listing, session);
    } finally {
      discard(request, response);
    }
  }

  /**
   * A connection whose response was read completely is already back in the pool; any other is cut.
   */
  private static void discard(HttpUriRequestBase request, ClassicHttpResponse response) {
    // A regular close would first read the response to its end, which may never come.
    request.cancel();
    try {
      response.close();
    } catch (IOException _) {
      log.atTrace().log("closing the response failed after the connection was cut");
    }
  }

  private <T> RequestResult<T> failed(
      CredentialSession session, FaultReason reason, Exception cause) {
    if (reason == FaultReason.MALFORMED) {
      // A bug of this program. The message may quote the response, so only the location is logged.
      log.atError()
          .addKeyValue("exception", cause.getClass().getName())
          .addKeyValue("at", cause.getStackTrace().length > 0 ? cause.getStackTrace()[0] : "")
          .log("parsing an API response failed unexpectedly");
    }
    var fault = fault(session, reason, cause);
    return new RequestResult<>(
        new PageResult.Failed<>(fault), reason.word(), null, !failedBeforeSending(cause));
  }

  private Fault fault(CredentialSession session, FaultReason reason, Exception cause) {
    return reason == FaultReason.TIMEOUT
        ? new Fault(reason, "no complete response within " + settings.timeout() + " (" + host + ")")
        : FaultClassifier.exceptionFault(reason, cause, host.toHostString(), session.scrubber());
  }

  /** True if the connection was never established. */
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
