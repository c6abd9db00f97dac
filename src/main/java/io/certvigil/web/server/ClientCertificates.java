package io.certvigil.web.server;

import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/** The client certificate of a request's connection. */
final class ClientCertificates {
  private ClientCertificates() {}

  /** Empty if the client sent none. */
  static Optional<X509Certificate> of(Request request) {
    if (request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE)
        instanceof EndPoint.SslSessionData session) {
      var chain = session.peerCertificates();
      return chain == null || chain.length == 0 ? Optional.empty() : Optional.of(chain[0]);
    }
    return Optional.empty();
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
