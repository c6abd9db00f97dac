package io.certvigil.notify;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** An HTTP client that does exactly one request when asked for one. */
final class Http {
  private static final Timeout CONNECT = Timeout.ofSeconds(5);
  private static final int CONNECTIONS = 8;

  private Http() {}

  static CloseableHttpClient client(String userAgent, Duration limit) {
    return HttpClients.custom()
        .setConnectionManager(connections(limit))
        .setDefaultRequestConfig(requests(limit))
        .setUserAgent(userAgent)
        .disableAutomaticRetries() // retries are the outbox's, counted and dated
        .disableRedirectHandling() // a body signed for one receiver is not carried to another
        .disableCookieManagement()
        .disableAuthCaching()
        .disableContentCompression()
        .build();
  }

  private static HttpClientConnectionManager connections(Duration limit) {
    var small = Http1Config.custom().setMaxLineLength(16 * 1024).setMaxHeaderCount(200).build();
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder().http1Config(small).build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(CONNECT)
                .setSocketTimeout(Timeout.of(limit))
                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                .setTimeToLive(TimeValue.ofMinutes(5))
                .build())
        .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(CONNECT).build())
        .setMaxConnTotal(CONNECTIONS)
        .setMaxConnPerRoute(CONNECTIONS)
        .build();
  }

  private static RequestConfig requests(Duration limit) {
    return RequestConfig.custom()
        .setConnectionRequestTimeout(CONNECT)
        .setResponseTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
        .setRedirectsEnabled(false)
        .setAuthenticationEnabled(false)
        .setProtocolUpgradeEnabled(false)
        .build();
  }
}
