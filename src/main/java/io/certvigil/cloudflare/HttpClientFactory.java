package io.certvigil.cloudflare;

import java.time.Duration;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** An HTTP client that does nothing of its own accord: no retry, redirect, cookie or caching. */
final class HttpClientFactory {
  private static final int MOST_CONNECTIONS = 64;
  private static final TimeValue IDLE = TimeValue.ofSeconds(1);
  private static final TimeValue LIFE = TimeValue.ofMinutes(10);

  private HttpClientFactory() {}

  static CloseableHttpClient client(Duration timeout, String version) {
    return HttpClients.custom()
        .setConnectionManager(connections(Timeout.of(timeout)))
        .setDefaultRequestConfig(request(Timeout.of(timeout)))
        .setUserAgent("certvigil/" + version)
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression() // unpacked by us, so that the limit is on what comes out
        .build();
  }

  private static RequestConfig request(Timeout timeout) {
    return RequestConfig.custom()
        .setConnectionRequestTimeout(timeout)
        .setResponseTimeout(timeout)
        .setAuthenticationEnabled(false)
        .setProtocolUpgradeEnabled(false)
        .build();
  }

  private static PoolingHttpClientConnectionManager connections(Timeout timeout) {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setMaxConnTotal(MOST_CONNECTIONS)
        .setMaxConnPerRoute(MOST_CONNECTIONS)
        .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(timeout).build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(timeout)
                .setSocketTimeout(timeout)
                .setValidateAfterInactivity(IDLE)
                .setTimeToLive(LIFE)
                .build())
        .build();
  }
}
