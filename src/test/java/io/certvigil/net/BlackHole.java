package io.certvigil.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * An address that never answers a connection attempt: a listener whose queue is full, so that the
 * kernel drops what arrives.
 */
public final class BlackHole implements AutoCloseable {
  /** More than the kernel keeps for a queue of length 1. */
  private static final int FILLING = 8;

  private final ServerSocket listener;
  private final List<SocketChannel> waiting = new ArrayList<>();

  /** Takes this port of this address. */
  public BlackHole(InetAddress address, int port) {
    try {
      listener = new ServerSocket(port, 1, address);
      for (int i = 0; i < FILLING; i++) {
        var channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(new InetSocketAddress(address, listener.getLocalPort()));
        waiting.add(channel);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An address of loopback, such as 127.0.0.2. */
  public static InetAddress loopback(int last) {
    return InetAddress.ofLiteral("127.0.0." + last);
  }

  public int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() {
    try {
      for (var channel : waiting) {
        channel.close();
      }
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
