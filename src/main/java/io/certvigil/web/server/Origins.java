package io.certvigil.web.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Protects against cross-site request forgery: accepts requests from this daemon's own pages and
 * from clients that are not browsers. A browser sends passwords and client certificates with
 * requests from any page, but its headers name the origin of that page.
 */
final class Origins {
  private final @Nullable URI external;

  /**
   * @param external the address that browsers use, {@code web.external_url}; null if it is not set
   */
  Origins(@Nullable URI external) {
    this.external = external;
  }

  boolean allows(Request request) {
    var headers = request.getHeaders();
    var site = headers.get("Sec-Fetch-Site");
    var origin = headers.get(HttpHeader.ORIGIN);
    if (site != null) {
      return site.equals("same-origin") || site.equals("none");
    }
    return origin == null || isOwnOrigin(origin, headers.get(HttpHeader.HOST));
  }

  /** Behind a reverse proxy, the Host header may differ from the host that the browser uses. */
  private boolean isOwnOrigin(String origin, @Nullable String host) {
    var from = uri(origin);
    if (from == null || from.getRawAuthority() == null) {
      return false; // such as "null": a page without an origin
    }
    return from.getRawAuthority().equalsIgnoreCase(host)
        || (external != null && sameOrigin(from, external));
  }

  private static boolean sameOrigin(URI one, URI other) {
    return String.valueOf(one.getScheme()).equalsIgnoreCase(other.getScheme())
        && String.valueOf(one.getHost()).equalsIgnoreCase(other.getHost())
        && port(one) == port(other);
  }

  private static int port(URI uri) {
    boolean secure = "https".equals(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT));
    return uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
  }

  private static @Nullable URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
