package io.certvigil.web.server;

import io.certvigil.net.RemoteEndpoint;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that a request may name: IP addresses, {@code localhost} and the configured names.
 * Protects against DNS rebinding: a page of an attacker may give its own host name the address of
 * this daemon, and the browser then lets it read the responses, but the requests name that host.
 */
final class AllowedHosts {
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[^\\[\\]]*]|[^\\[\\]:]+)(?::[0-9]{0,5})?");
  private static final Pattern OCTETS = Pattern.compile("([0-9]{1,3})(\\.[0-9]{1,3}){3}");

  private final Set<String> names = new HashSet<>();

  AllowedHosts(WebSettings settings) {
    names.add("localhost");
    names.add(plain(settings.host()));
    settings.access().hosts().forEach(host -> names.add(plain(host)));
    var external = settings.externalUrl();
    if (external != null) {
      names.add(plain(RemoteEndpoint.of(external).host()));
    }
  }

  /**
   * Whether the request has a Host header and every host that it names is allowed, also in the
   * request line.
   */
  boolean allows(Request request) {
    var headers = request.getHeaders().getValuesList(HttpHeader.HOST);
    return !headers.isEmpty()
        && headers.stream().allMatch(this::allows)
        && allows(request.getHttpURI().getAuthority());
  }

  /**
   * Whether this host is allowed; its port does not matter.
   *
   * @param authority a host with or without a port, such as {@code [::1]:10365}
   */
  boolean allows(@Nullable String authority) {
    var form = AUTHORITY.matcher(authority == null ? "" : authority);
    return form.matches() && isAllowedHost(form.group(1));
  }

  private boolean isAllowedHost(String host) {
    if (host.startsWith("[")) {
      return isIpv6(host.substring(1, host.length() - 1));
    }
    var name = plain(host);
    return names.contains(name) || isIpv4(name);
  }

  /** As names are compared: in lower case, without the dot of a fully qualified name. */
  private static String plain(String host) {
    var lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /** Only the form that browsers send: a short form such as 127.1 could be a name. */
  private static boolean isIpv4(String host) {
    return OCTETS.matcher(host).matches() && isLiteral(host);
  }

  /** Without a zone, such as {@code %eth0}, which clients do not send. */
  private static boolean isIpv6(String host) {
    return host.contains(":") && !host.contains("%") && isLiteral(host);
  }

  private static boolean isLiteral(String host) {
    try {
      return InetAddress.ofLiteral(host).getAddress().length > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
