package io.certvigil.web.server;

import java.nio.channels.SelectableChannel;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Each change of the TLS files begins an epoch. A connection that was accepted in an earlier one is
 * closed after its next response, and its client certificate counts only if it is still trusted:
 * otherwise a withdrawn certificate would keep its rights for as long as its connection is open.
 */
final class TrustEpochs implements HttpConfiguration.Customizer {
  private static final HttpField CLOSE =
      new HttpField(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());

  private final Runnable reloadIfChanged;
  private final Map<SelectableChannel, Integer> accepted =
      Collections.synchronizedMap(new WeakHashMap<>());
  private volatile Epoch current = new Epoch(0, null);

  /**
   * @param clients null if clients need no certificate
   */
  private record Epoch(int number, @Nullable X509TrustManager clients) {
    boolean trusts(X509Certificate[] chain) {
      if (clients == null) {
        return false;
      }
      try {
        clients.checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
        return true;
      } catch (CertificateException e) {
        return false;
      }
    }
  }

  /**
   * @param reloadIfChanged reads changed files, so that an open connection notices them, too
   */
  TrustEpochs(Runnable reloadIfChanged) {
    this.reloadIfChanged = reloadIfChanged;
  }

  /**
   * Begins an epoch. To be called after the files are in use: a connection accepted meanwhile
   * counts as older.
   *
   * @param clientCas null if clients need no certificate
   */
  void begin(@Nullable KeyStore clientCas) {
    current = new Epoch(current.number() + 1, clientCas == null ? null : trustManager(clientCas));
  }

  private static X509TrustManager trustManager(KeyStore clientCas) {
    try {
      var factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(clientCas);
      return Stream.of(factory.getTrustManagers())
          .flatMap(one -> one instanceof X509TrustManager x509 ? Stream.of(x509) : Stream.empty())
          .findFirst()
          .orElseThrow();
    } catch (GeneralSecurityException e) {
      throw new WebException("web.tls.client_ca_file: " + e.getMessage(), e);
    }
  }

  /** To be called before the connection is made of the channel. */
  void accepted(SelectableChannel channel) {
    accepted.put(channel, current.number());
  }

  /** To be added after the customizer that provides the client certificate. */
  @Override
  public Request customize(Request request, HttpFields.Mutable responseHeaders) {
    reloadIfChanged.run();
    var epoch = current;
    var channel = channel(request.getConnectionMetaData().getConnection().getEndPoint());
    if (!Integer.valueOf(epoch.number()).equals(accepted.get(channel))) {
      responseHeaders.put(CLOSE);
      ClientCertificates.chain(request)
          .filter(chain -> !epoch.trusts(chain))
          .ifPresent(_ -> ClientCertificates.distrust(request));
    }
    return request;
  }

  private static Object channel(EndPoint end) {
    return end instanceof EndPoint.Wrapper wrapper ? channel(wrapper.unwrap()) : end.getTransport();
  }
}
