package io.certvigil.net;

import io.certvigil.model.PrintableText;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Decides as another trust manager does; if no trusted CA has signed the certificate, the exception
 * says who has.
 */
final class ReportingTrustManager extends X509ExtendedTrustManager {
  private static final int LONGEST_NAME = 50;

  private final X509ExtendedTrustManager trust;
  private final String key;

  /**
   * @param key the config key of the CA file
   */
  ReportingTrustManager(X509ExtendedTrustManager trust, String key) {
    this.trust = trust;
    this.key = key;
  }

  private interface Check {
    void run() throws CertificateException;
  }

  private void check(X509Certificate[] chain, Check check) throws CertificateException {
    try {
      check.run();
    } catch (CertificateException e) {
      throw hasNoTrustedIssuer(e) && chain.length > 0
          ? new UntrustedCertificateException(explanation(chain), e)
          : e;
    }
  }

  private static boolean hasNoTrustedIssuer(CertificateException fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertPathBuilderException) {
        return true;
      }
    }
    return false;
  }

  private String explanation(X509Certificate[] chain) {
    var last = chain[chain.length - 1];
    return "\"%s\" is signed by \"%s\", which is not trusted: if it is your CA, set %s (SHA-256 of the last of %d certificates: %s)"
        .formatted(
            name(chain[0].getSubjectX500Principal().getName()),
            name(last.getIssuerX500Principal().getName()),
            key,
            chain.length,
            fingerprint(last));
  }

  private static String name(String distinguished) {
    return PrintableText.truncated(PrintableText.line(distinguished), LONGEST_NAME);
  }

  private static String fingerprint(X509Certificate certificate) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.of().formatHex(hash);
    } catch (GeneralSecurityException e) {
      return "unknown";
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain, () -> trust.checkServerTrusted(chain, authType, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain, () -> trust.checkServerTrusted(chain, authType, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain, () -> trust.checkServerTrusted(chain, authType));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    trust.checkClientTrusted(chain, authType, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    trust.checkClientTrusted(chain, authType, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    trust.checkClientTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return trust.getAcceptedIssuers();
  }
}
