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

/** Who may come in, and who may change something. */
public final class AccessControl {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String BASIC = "basic ";
  private static final String USER_REQUIRED =
      "This changes something, and so it needs to know who asks: set web.basic_auth_users or"
          + " web.tls.client_ca_file in the config.\n";
  private static final String CROSS_ORIGIN =
      "This was asked by a page of another origin. Where a proxy is in front, set web.external_url"
          + " in the config to the address that browsers use.\n";

  private final boolean clientCertificates;
  private final Users users;
  private final Origins origins;

  /** Why a request is not answered. */
  record Refusal(int status, String text) {}

  public AccessControl(WebSettings settings) {
    this(settings, new Users(settings.users()));
  }

  AccessControl(WebSettings settings, Users users) {
    this.clientCertificates = settings.clientCertificates();
    this.users = users;
    this.origins = new Origins(settings.externalUrl());
  }

  /** Why this one may not come in; null where it may, and then it is known who asks. */
  @Nullable Refusal refusal(Request request) {
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
      return new Refusal(HttpStatus.UNAUTHORIZED_401, "Give a user and a password.\n");
    }
    return switch (users.check(given.name(), given.password())) {
      case RIGHT -> {
        RequestUser.set(request, given.name());
        yield null;
      }
      case WRONG -> new Refusal(HttpStatus.UNAUTHORIZED_401, "Wrong user or password.\n");
      case BUSY ->
          new Refusal(HttpStatus.SERVICE_UNAVAILABLE_503, "Too many passwords to check.\n");
    };
  }

  /** Why this one, who came in, may not change anything; null where it may. */
  @Nullable Refusal refusalToChange(Request request) {
    if (!origins.allows(request)) {
      return new Refusal(HttpStatus.FORBIDDEN_403, CROSS_ORIGIN);
    }
    if (RequestUser.of(request).isEmpty()) {
      return new Refusal(HttpStatus.FORBIDDEN_403, USER_REQUIRED);
    }
    var type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    if (type != null && !type.split(";", 2)[0].strip().equalsIgnoreCase(FORM)) {
      return new Refusal(HttpStatus.UNSUPPORTED_MEDIA_TYPE_415, "Must be a form: " + FORM + "\n");
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
      return null; // no Base64: as good as nothing
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

  /** The common name where it has one, else all of the subject. */
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
