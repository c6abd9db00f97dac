package io.certvigil.net;

import java.util.Optional;

/** What to tell people about a connection that was not made. */
public final class ConnectFaults {
  private ConnectFaults() {}

  /**
   * The explanation that this program itself has for the fault: of a proxy, or of a certificate
   * that is not trusted. One line without secrets; it may contain names out of the certificate.
   * Empty for any other fault.
   */
  public static Optional<String> explanation(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProxyException || cause instanceof UntrustedCertificateException) {
        return Optional.ofNullable(cause.getMessage());
      }
    }
    return Optional.empty();
  }
}
