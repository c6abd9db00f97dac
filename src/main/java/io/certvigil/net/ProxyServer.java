package io.certvigil.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.certvigil.model.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy that opens tunnels with CONNECT.
 *
 * @param host in the form of {@link HostName#of}
 * @param encrypted whether the connection to the proxy itself uses TLS
 * @param user for basic authentication; null without
 * @param password for basic authentication; null without
 */
public record ProxyServer(
    String host, int port, boolean encrypted, @Nullable String user, @Nullable Secret password) {
  private static final String FORM = "must be an address such as http://proxy.example.com:3128";

  /** As other programs, which take this port if none is given. */
  private static final int PROXY_PORT = 1080;

  /**
   * Parses {@code http://user:password@host:port}; the scheme, the user and the port may be
   * missing.
   *
   * @throws IllegalArgumentException if it is not the address of an HTTP proxy; the message says
   *     what is required and does not contain the text
   */
  public static ProxyServer parse(String text) {
    var full = text.contains("://") ? text : "http://" + text;
    var scheme = full.substring(0, full.indexOf("://")).toLowerCase(Locale.ROOT);
    if (scheme.startsWith("socks")) {
      throw new IllegalArgumentException(
          "is a SOCKS proxy, which is not supported: give an HTTP proxy, " + FORM.substring(8));
    }
    try {
      var url = RemoteEndpoint.parse(full);
      if (!url.getRawPath().replaceFirst("^/$", "").isEmpty()
          || url.getRawQuery() != null
          || url.getRawFragment() != null) {
        throw new IllegalArgumentException(FORM + ", without path and query");
      }
      return of(url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(FORM); // without the cause, which contains the password
    }
  }

  private static ProxyServer of(URI url) {
    var place = RemoteEndpoint.of(url);
    var authority = url.getRawAuthority();
    boolean hasPort = authority.matches(".*:[0-9]+");
    int port = hasPort ? place.port() : place.encrypted() ? place.port() : PROXY_PORT;
    int at = authority.lastIndexOf('@');
    var login = at < 0 ? "" : authority.substring(0, at);
    if (login.isEmpty()) {
      return new ProxyServer(place.host(), port, place.encrypted(), null, null);
    }
    int colon = login.indexOf(':');
    var user = decoded(colon < 0 ? login : login.substring(0, colon));
    var password = colon < 0 ? "" : decoded(login.substring(colon + 1));
    return new ProxyServer(place.host(), port, place.encrypted(), user, new Secret(password));
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(FORM); // without the cause, which contains the password
    }
  }

  /** The address without user and password. */
  public String address() {
    return (encrypted ? "https://" : "http://") + HostName.withPort(host, port);
  }

  /** The address for people, with {@code ***} instead of user and password. */
  @Override
  public String toString() {
    return user == null ? address() : address().replace("://", "://***@");
  }
}
