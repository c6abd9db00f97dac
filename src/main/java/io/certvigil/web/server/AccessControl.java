package io.certvigil.web.server;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Decides which requests are served, and which of them may change something. */
public final class AccessControl {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String BASIC = "basic ";
  private static final String USER_REQUIRED =
      "Changes require an authenticated user: set web.basic_auth_users or"
          + " web.tls.client_ca_file in the config.\n";
  private static final String OWNER_REQUIRED =
      "At this socket only the daemon's user and root may change something.\n";
  private static final String CROSS_ORIGIN =
      "The request comes from a page of another origin. If a reverse proxy is in front of the"
          + " daemon, set web.external_url in the config to the address that browsers use.\n";

  private final boolean clientCertificates;
  private final Users users;
  private final Origins origins;

  /** The status and text for a request that is not served. */
  record Refusal(int status, String text) {}

  public AccessControl(WebSettings settings) {
    this(settings, new Users(settings.users()));
  }

  AccessControl(WebSettings settings, Users users) {
    this.clientCertificates = settings.clientCertificates();
    this.users = users;
    this.origins = new Origins(settings.externalUrl());
  }

  /** Why this request is not served; null if it is. Then its user is set, if it has one. */
  @Nullable Refusal refusal(Request request) {
    var peer = SocketPeer.of(request);
    if (peer.isPresent()) {
      peer.filter(SocketPeer::mayChange).ifPresent(one -> RequestUser.set(request, one.user()));
      return null;
    }
    if (users.isEmpty()) {
      if (clientCertificates) {
        certificate(request)
            .map(AccessControl::nameOf)
            .ifPresent(name -> RequestUser.set(request, name));
      }
      return null;
    }
    var given = credentials(request);
    if (given == null) {
      return new Refusal(HttpStatus.UNAUTHORIZED_401, "A user name and a password are required.\n");
    }
    return switch (users.check(given.name(), given.password())) {
      case RIGHT -> {
        RequestUser.set(request, given.name());
        yield null;
      }
      case WRONG -> new Refusal(HttpStatus.UNAUTHORIZED_401, "Wrong user name or password.\n");
      case BUSY ->
          new Refusal(
              HttpStatus.SERVICE_UNAVAILABLE_503,
              "Too many password checks at the same time; retry later.\n");
    };
  }

  /** Why this request, which passed {@link #refusal}, may not change anything; null if it may. */
  @Nullable Refusal refusalToChange(Request request) {
    if (SocketPeer.of(request).isPresent()) { // no browser can get there
      return RequestUser.of(request).isEmpty()
          ? new Refusal(HttpStatus.FORBIDDEN_403, OWNER_REQUIRED)
          : null;
    }
    if (!origins.allows(request)) {
      return new Refusal(HttpStatus.FORBIDDEN_403, CROSS_ORIGIN);
    }
    if (RequestUser.of(request).isEmpty()) {
      return new Refusal(HttpStatus.FORBIDDEN_403, USER_REQUIRED);
    }
    var type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    if (type != null && !type.split(";", 2)[0].strip().equalsIgnoreCase(FORM)) {
      return new Refusal(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE_415, "The content type must be " + FORM + ".\n");
    }
    return null;
  }

  private record BasicCredentials(String name, String password) {}

  private static @Nullable BasicCredentials credentials(Request request) {
    var header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
      return null;
    }
    try {
      var bytes = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
      var pair = new String(bytes, StandardCharsets.UTF_8).split(":", 2);
      return pair.length == 2 ? new BasicCredentials(pair[0], pair[1]) : null;
    } catch (IllegalArgumentException e) {
      return null; // not Base64: treated as no credentials
    }
  }

  private static Optional<X509Certificate> certificate(Request request) {
    var tls = request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE);
    if (tls instanceof EndPoint.SslSessionData session) {
      var chain = session.peerCertificates();
      return chain == null || chain.length == 0 ? Optional.empty() : Optional.of(chain[0]);
    }
    return Optional.empty();
  }

  /** The common name of the subject; the whole subject if it has none. */
  private static String nameOf(X509Certificate certificate) {
    var subject = certificate.getSubjectX500Principal().getName();
    try {
      return new LdapName(subject)
          .getRdns().stream()
              .filter(part -> part.getType().equalsIgnoreCase("CN"))
              .map(part -> String.valueOf(part.getValue()))
              .reduce((first, last) -> last)
              .orElse(subject);
    } catch (InvalidNameException e) {
      return subject;
    }
  }
}
