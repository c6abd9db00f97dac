package io.certvigil.net;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Creates HTTP clients that send exactly one request per call: no automatic retries, redirects,
 * cookies, cached authentication or decompression. Their connections are made by a {@link
 * Connector}.
 */
public final class HttpClientFactory {
  private static final TimeValue VALIDATED_AFTER = TimeValue.ofSeconds(1);

  private HttpClientFactory() {}

  /**
   * Creates a client, which the caller must close.
   *
   * @param version of the program, for {@code User-Agent}
   */
  public static CloseableHttpClient client(
      String version, HttpClientLimits limits, Connector connector) {
    return HttpClients.custom()
        .setConnectionManager(connectionManager(limits, connector))
        .setDefaultRequestConfig(requestConfig(limits))
        .setUserAgent("certvigil/" + version)
        .disableAutomaticRetries() // retries would not be counted and timed
        .disableRedirectHandling() // credentials must not be sent to another host
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression() // the size limit must apply to the decompressed response
        .build();
  }

  private static HttpClientConnectionManager connectionManager(
      HttpClientLimits limits, Connector connector) {
    var connect = Timeout.of(limits.connect());
    var read = Timeout.of(limits.read());
    var manager =
        new PoolingHttpClientConnectionManager(
            new HttpConnectionOperator(connector),
            PoolConcurrencyPolicy.STRICT,
            PoolReusePolicy.LIFO,
            TimeValue.of(limits.connectionLife()),
            ManagedHttpClientConnectionFactory.builder().http1Config(http1Config(limits)).build());
    manager.setMaxTotal(limits.connections());
    manager.setDefaultMaxPerRoute(limits.connections());
    manager.setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(read).build());
    manager.setDefaultConnectionConfig(
        ConnectionConfig.custom()
            .setConnectTimeout(connect)
            .setSocketTimeout(read)
            .setValidateAfterInactivity(VALIDATED_AFTER)
            .setTimeToLive(TimeValue.of(limits.connectionLife()))
            .build());
    return manager;
  }

  private static Http1Config http1Config(HttpClientLimits limits) {
    return Http1Config.custom()
        .setMaxLineLength(limits.headerLine())
        .setMaxHeaderCount(limits.headers())
        .build();
  }

  private static RequestConfig requestConfig(HttpClientLimits limits) {
    return RequestConfig.custom()
        .setConnectionRequestTimeout(Timeout.of(limits.connect()))
        .setResponseTimeout(Timeout.of(limits.read()))
        .setAuthenticationEnabled(false)
        .setProtocolUpgradeEnabled(false)
        .build();
  }
}
