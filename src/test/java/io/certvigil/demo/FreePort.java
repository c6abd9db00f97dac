package io.certvigil.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** For a program that must be told its port, and for what nobody is to listen on. */
public final class FreePort {
  private FreePort() {}

  /** One on loopback on which nobody listens now. */
  public static int any() throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
