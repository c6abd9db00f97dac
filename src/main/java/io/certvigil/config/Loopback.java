package io.certvigil.config;

import java.net.InetAddress;

/** Whether a host is this machine, without asking DNS. */
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
