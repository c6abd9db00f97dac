package io.certvigil.web.server;

import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/** The client certificate of a request's connection. */
final class ClientCertificates {
  private static final String DISTRUSTED = "web.CertificateDistrusted";

  private ClientCertificates() {}

  /** Empty if the client sent none, or one that is no longer trusted. */
  static Optional<X509Certificate> of(Request request) {
    return request.getAttribute(DISTRUSTED) == null
        ? chain(request).map(chain -> chain[0])
        : Optional.empty();
  }

  /** What the client sent when it connected; never an empty array. */
  static Optional<X509Certificate[]> chain(Request request) {
    if (request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE)
        instanceof EndPoint.SslSessionData session) {
      return Optional.ofNullable(session.peerCertificates()).filter(chain -> chain.length > 0);
    }
    return Optional.empty();
  }

  /** From now on the request has no client certificate. */
  static void distrust(Request request) {
    request.setAttribute(DISTRUSTED, true);
  }

  /** The name to show for it: its common name, or the whole subject if it has none. */
  static String displayName(X509Certificate certificate) {
    return commonName(certificate).orElseGet(() -> certificate.getSubjectX500Principal().getName());
  }

  /** The common name of its subject, the most specific one of several. */
  static Optional<String> commonName(X509Certificate certificate) {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(part -> part.getType().equalsIgnoreCase("CN"))
              .map(part -> String.valueOf(part.getValue()))
              .reduce((first, last) -> last);
    } catch (InvalidNameException e) {
      return Optional.empty(); // not a name, so no rights can be granted to it
    }
  }
}
