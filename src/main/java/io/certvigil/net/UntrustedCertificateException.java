package io.certvigil.net;

import java.security.cert.CertificateException;

/**
 * No trusted CA has signed what a server presented. The message is for people: who signed it, the
 * fingerprint, and the config key that makes it trusted.
 */
public final class UntrustedCertificateException extends CertificateException {
  private static final long serialVersionUID = 1L;

  UntrustedCertificateException(String message, Throwable cause) {
    super(message, cause);
  }
}
