package io.certvigil.net;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Where a URL leads.
 *
 * @param host in the form of {@link HostName#of}
 * @param port 1 to 65535; of the scheme if the URL has none
 * @param encrypted whether it is https
 */
public record RemoteEndpoint(String host, int port, boolean encrypted) {
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  /**
   * The endpoint of an http or https URL. {@link URI#getHost} knows no host with an underscore.
   *
   * @throws IllegalArgumentException if the URL has no valid host or port; the message does not
   *     contain the URL
   */
  public static RemoteEndpoint of(URI url) {
    boolean encrypted = "https".equalsIgnoreCase(url.getScheme());
    var authority = url.getRawAuthority() == null ? "" : url.getRawAuthority();
    var place = authority.substring(authority.lastIndexOf('@') + 1);
    int colon = place.lastIndexOf(':');
    boolean hasPort = colon > place.lastIndexOf(']');
    var port = hasPort ? place.substring(colon + 1) : "";
    var host = HostName.of(hasPort ? place.substring(0, colon) : place);
    return new RemoteEndpoint(
        host, port.isEmpty() ? defaultPort(encrypted) : number(port), encrypted);
  }

  /** Whether the port is the one of the scheme. */
  public boolean hasDefaultPort() {
    return port == defaultPort(encrypted);
  }

  /** The port of https or of http. */
  static int defaultPort(boolean encrypted) {
    return encrypted ? HTTPS : HTTP;
  }

  private static int number(String port) {
    if (!port.matches("[0-9]{1,5}")
        || Integer.parseInt(port) < 1
        || Integer.parseInt(port) > 65_535) {
      throw new IllegalArgumentException("must have a port from 1 to 65535");
    }
    return Integer.parseInt(port);
  }

  /**
   * Parses an absolute http or https URL. Its host is in ASCII afterwards, so that a name in an
   * international alphabet can be resolved and sent.
   *
   * @throws URISyntaxException if it is not a URL; its message contains the URL
   * @throws IllegalArgumentException if its host or its port is not valid; the message does not
   *     contain the URL
   */
  public static URI parse(String text) throws URISyntaxException {
    var url = new URI(text);
    var scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.matches("https?") || url.getRawAuthority() == null) {
      throw new IllegalArgumentException("must be an address such as https://host/path");
    }
    of(url);
    return url.getHost() == null ? withAsciiHost(url, text) : url;
  }

  private static URI withAsciiHost(URI url, String text) throws URISyntaxException {
    var authority = url.getRawAuthority();
    int from = text.indexOf("//") + 2;
    int at = authority.lastIndexOf('@') + 1;
    int colon = authority.lastIndexOf(':');
    int end = colon >= at ? colon : authority.length();
    return new URI(
        text.substring(0, from + at)
            + HostName.of(authority.substring(at, end))
            + text.substring(from + end));
  }
}
