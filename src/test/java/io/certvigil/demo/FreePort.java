package io.certvigil.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds a free port, for a program with a fixed port, or for a port on which nothing listens. */
public final class FreePort {
  private FreePort() {}

  /** A port of loopback on which nothing listens now. */
  public static int any() throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
