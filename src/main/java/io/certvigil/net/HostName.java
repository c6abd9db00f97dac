package io.certvigil.net;

import java.net.IDN;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/** The name or address of a host, in the one form in which it is compared, resolved and sent. */
public final class HostName {
  private static final int LONGEST_NAME = 253;

  /** Letters that IDNA 2003, which Java has, maps to others, and IDNA 2008 does not. */
  private static final String DEVIATIONS = "\u00df\u03c2\u200c\u200d";

  private HostName() {}

  /**
   * Returns the host in ASCII and small letters: a name in an international alphabet in Punycode,
   * an IPv6 address without brackets. Underscores are allowed, because there are such names,
   * although no RFC has them.
   *
   * @throws IllegalArgumentException if it is neither a name nor an address; the message says what
   *     is required, and does not contain the host
   */
  public static String of(String host) {
    if (host.startsWith("[") && host.endsWith("]")) {
      return literal(host.substring(1, host.length() - 1));
    }
    if (host.contains(":")) {
      return literal(host);
    }
    var ascii = ascii(host).toLowerCase(Locale.ROOT);
    boolean name =
        ascii.matches("([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\\.)*[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\\.?");
    if (!name || ascii.length() > LONGEST_NAME) {
      throw new IllegalArgumentException("must be the name or the address of a host");
    }
    return ascii;
  }

  private static String ascii(String host) {
    if (host.chars().anyMatch(c -> DEVIATIONS.indexOf(c) >= 0)) {
      throw new IllegalArgumentException(
          "contains a letter that is encoded in two ways: write the name in Punycode (xn--...)");
    }
    try {
      return IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must be the name or the address of a host", e);
    }
  }

  private static String literal(String address) {
    try {
      return InetAddress.ofLiteral(address) instanceof Inet6Address
          ? address.toLowerCase(Locale.ROOT)
          : address;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "must be the name or the address of a host: this is not a valid IPv6 address", e);
    }
  }

  /** The address that the text is; empty for a name. No lookup is done. */
  public static Optional<InetAddress> address(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether it is this machine: {@code localhost}, or an address of loopback. No lookup is done.
   */
  public static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || address(host).filter(InetAddress::isLoopbackAddress).isPresent();
  }

  /** Host and port as in a URL: an IPv6 address in brackets. */
  public static String withPort(String host, int port) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
