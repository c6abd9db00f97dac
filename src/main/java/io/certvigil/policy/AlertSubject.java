package io.certvigil.policy;

import org.jspecify.annotations.Nullable;

/**
 * The input for matching silences: an alert and the certificate that it is about.
 *
 * @param alertKey empty if there is no alert
 * @param certificate null for an alert about no certificate, or about several
 */
public record AlertSubject(String alertKey, @Nullable CertificateSubject certificate) {
  /** Whether this is the key of the alert or of its certificate. */
  boolean hasKey(String key) {
    return key.equals(alertKey) || (certificate != null && key.equals(certificate.key()));
  }
}
