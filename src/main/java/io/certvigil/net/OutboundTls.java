package io.certvigil.net;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.jspecify.annotations.Nullable;

/** TLS of connections to others: whom they trust, and the client certificate that they show. */
final class OutboundTls {
  private static final char[] NO_PASSWORD = new char[0];

  private final OutboundSettings settings;
  private @Nullable SSLSocketFactory factory;

  OutboundTls(OutboundSettings settings) {
    this.settings = settings;
  }

  /** Built at the first use, because many connections are to loopback and need none. */
  synchronized SSLSocketFactory factory() {
    var known = factory;
    if (known == null) {
      known = context().getSocketFactory();
      factory = known;
    }
    return known;
  }

  private SSLContext context() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(keys(), trust(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(settings.key("ca_file") + ": TLS cannot be set up", e);
    }
  }

  private TrustManager[] trust() throws GeneralSecurityException, IOException {
    var store = emptyStore();
    var ca = settings.ca();
    var all =
        Stream.of(
                Arrays.stream(manager(null).getAcceptedIssuers()),
                settings.system().certificates().stream(),
                (ca == null ? List.<X509Certificate>of() : ca.certificates()).stream())
            .flatMap(one -> one)
            .distinct()
            .toList();
    for (int i = 0; i < all.size(); i++) {
      store.setCertificateEntry("ca-" + i, all.get(i));
    }
    return new TrustManager[] {new ReportingTrustManager(manager(store), settings.key("ca_file"))};
  }

  /**
   * @param store null for the one of Java
   */
  private static X509ExtendedTrustManager manager(@Nullable KeyStore store)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509ExtendedTrustManager.class::isInstance)
        .map(X509ExtendedTrustManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new GeneralSecurityException("no X.509 trust manager"));
  }

  private KeyManager @Nullable [] keys() throws GeneralSecurityException, IOException {
    var identity = settings.identity();
    if (identity == null) {
      return null;
    }
    var store = emptyStore();
    store.setKeyEntry(
        "client", identity.key(), NO_PASSWORD, identity.chain().toArray(new Certificate[0]));
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** Starts TLS; the certificate must match the host. */
  SSLSocket start(Socket wire, String host, int port) throws IOException {
    var secured = prepare(wire, host, port);
    secured.startHandshake();
    if (!verifier(host).verify(host, secured.getSession())) {
      secured.close();
      throw new SSLPeerUnverifiedException("the certificate is not valid for the host");
    }
    return secured;
  }

  /** A socket whose handshake has not begun, and which verifies the host then if Java can do so. */
  SSLSocket prepare(Socket wire, String host, int port) throws IOException {
    var secured = (SSLSocket) factory().createSocket(wire, host, port, true);
    var parameters = secured.getSSLParameters();
    if (isVerifiedByJava(host)) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    secured.setSSLParameters(parameters);
    return secured;
  }

  /** Java neither verifies a name with an underscore nor sends it (SNI). */
  static boolean isVerifiedByJava(String host) {
    return !host.contains("_");
  }

  /** Verifies, after the handshake, what Java has not verified. */
  static HostnameVerifier verifier(String host) {
    return isVerifiedByJava(host)
        ? (_, _) -> true
        : (_, session) -> new DefaultHostnameVerifier().verify(host, session);
  }
}
