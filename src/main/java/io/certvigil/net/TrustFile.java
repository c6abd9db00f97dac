package io.certvigil.net;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * CA certificates that were read from a file. Two are equal only if their certificates are, so a
 * reload notices a file with another content.
 *
 * @param file for people
 */
public record TrustFile(Path file, List<X509Certificate> certificates) {
  public TrustFile {
    certificates = List.copyOf(certificates);
  }
}
