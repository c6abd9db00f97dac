package io.certvigil.web.server;

import io.certvigil.net.AddressRange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Finds the address of the client of a request. If the connection comes from a trusted proxy, it is
 * the last address of X-Forwarded-For that is not a trusted proxy: what stands before it was sent
 * by the client itself and proves nothing.
 */
final class ClientAddresses {
  private static final String LOCAL = "local";
  private static final int IPV6_BYTES = 16;

  /** An IPv6 client usually has a network of this prefix of its own. */
  private static final int IPV6_PREFIX = 64;

  private static final Pattern WITH_PORT =
      Pattern.compile("\\[([^\\]]+)](?::[0-9]+)?|([0-9.]+):[0-9]+");

  private final List<AddressRange> trusted;

  ClientAddresses(List<AddressRange> trustedProxies) {
    this.trusted = List.copyOf(trustedProxies);
  }

  /** The address; for IPv6 its network of 64 bits; {@code local} for a connection without IP. */
  String of(Request request) {
    return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress ip
            && ip.getAddress() != null
        ? client(ip.getAddress(), forwarded(request))
        : LOCAL;
  }

  /**
   * The client of a connection from this peer.
   *
   * @param forwarded the hops of X-Forwarded-For, the nearest last
   */
  String client(InetAddress peer, List<String> forwarded) {
    var client = peer;
    for (var hop : forwarded.reversed()) {
      var before = isTrusted(client) ? literal(hop) : Optional.<InetAddress>empty();
      if (before.isEmpty()) {
        break; // not a proxy of ours, or it does not say who the client is
      }
      client = before.get();
    }
    return printed(client);
  }

  private boolean isTrusted(InetAddress address) {
    return trusted.stream().anyMatch(range -> range.contains(address));
  }

  private static List<String> forwarded(Request request) {
    var hops = new ArrayList<String>();
    for (var line : request.getHeaders().getValuesList(HttpHeader.X_FORWARDED_FOR)) {
      hops.addAll(List.of(line.split(",", -1)));
    }
    return hops;
  }

  private static Optional<InetAddress> literal(String hop) {
    var text = hop.strip();
    var form = WITH_PORT.matcher(text);
    if (form.matches()) {
      text = form.group(1) != null ? form.group(1) : form.group(2);
    }
    try {
      return text.contains("%") ? Optional.empty() : Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // such as "unknown"
    }
  }

  private static String printed(InetAddress address) {
    var bytes = address.getAddress();
    if (bytes.length < IPV6_BYTES || address.isLoopbackAddress()) {
      return address.getHostAddress();
    }
    var network = new StringBuilder();
    for (int i = 0; i < IPV6_PREFIX / 8; i += 2) {
      network.append("%x:".formatted(((bytes[i] & 0xff) << 8) | (bytes[i + 1] & 0xff)));
    }
    return network + ":/" + IPV6_PREFIX;
  }
}
