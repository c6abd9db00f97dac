package io.certvigil.web.server;

import io.certvigil.net.RemoteEndpoint;
import java.net.URI;
import java.net.URISyntaxException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Protects against cross-site request forgery: accepts requests from this daemon's own pages and
 * from clients that are not browsers. A browser sends passwords and client certificates with
 * requests from any page, but its headers name the origin of that page.
 */
final class Origins {
  private final AllowedHosts hosts;
  private final @Nullable URI external;

  /**
   * @param external the address that browsers use, {@code web.external_url}; null if it is not set
   */
  Origins(AllowedHosts hosts, @Nullable URI external) {
    this.hosts = hosts;
    this.external = external;
  }

  /** Whether each origin that the request names is a host of this daemon, with its scheme. */
  boolean areKnown(Request request) {
    return request.getHeaders().getValuesList(HttpHeader.ORIGIN).stream()
        .allMatch(origin -> isKnown(request, uri(origin)));
  }

  private boolean isKnown(Request request, @Nullable URI origin) {
    return origin != null
        && hosts.allows(origin.getRawAuthority())
        && (scheme(request).equalsIgnoreCase(origin.getScheme()) || isExternal(origin));
  }

  /** Whether the request comes from this daemon's own pages, or not from a browser. */
  boolean allows(Request request) {
    var headers = request.getHeaders();
    var site = headers.get("Sec-Fetch-Site");
    var origin = headers.get(HttpHeader.ORIGIN);
    if (site != null) {
      return site.equals("same-origin") || site.equals("none");
    }
    return origin == null || isOwnOrigin(uri(origin), own(request));
  }

  /** Behind a reverse proxy, the Host header may differ from the host that the browser uses. */
  private boolean isOwnOrigin(@Nullable URI origin, @Nullable URI own) {
    return origin != null && ((own != null && sameOrigin(origin, own)) || isExternal(origin));
  }

  private boolean isExternal(URI origin) {
    return external != null && sameOrigin(origin, external);
  }

  private static @Nullable URI own(Request request) {
    return uri(scheme(request) + "://" + request.getHeaders().get(HttpHeader.HOST));
  }

  private static String scheme(Request request) {
    return request.isSecure() ? "https" : "http";
  }

  private static boolean sameOrigin(URI one, URI other) {
    try {
      return String.valueOf(one.getScheme()).equalsIgnoreCase(other.getScheme())
          && RemoteEndpoint.of(one).equals(RemoteEndpoint.of(other));
    } catch (IllegalArgumentException e) {
      return false; // without a host
    }
  }

  private static @Nullable URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
