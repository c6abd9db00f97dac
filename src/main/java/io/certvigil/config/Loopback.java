package io.certvigil.config;

import java.net.InetAddress;

/** Decides whether a host is this machine, without DNS. */
final class Loopback {
  private Loopback() {}

  static boolean isLoopback(String host) {
    if (host.equalsIgnoreCase("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
