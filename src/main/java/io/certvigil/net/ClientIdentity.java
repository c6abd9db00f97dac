package io.certvigil.net;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A client certificate.
 *
 * @param certificateFile where it was read, for people
 * @param keyFile where its key was read, for people
 * @param chain the certificate, then those of the CAs that signed it, if the file has them
 */
public record ClientIdentity(
    Path certificateFile, Path keyFile, List<X509Certificate> chain, PrivateKey key) {
  public ClientIdentity {
    chain = List.copyOf(chain);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "ClientIdentity[" + certificateFile + "]";
  }
}
