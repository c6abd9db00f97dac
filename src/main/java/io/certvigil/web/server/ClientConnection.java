package io.certvigil.web.server;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * One connection: whether the server waits for its client, and for how long. Only the time during
 * which sent bytes wait for the client counts, not the time in which the server makes an answer.
 */
final class ClientConnection {
  private static final String ATTRIBUTE = "web.Client";
  private static final int NETWORK_BYTES = 8;

  private final EndPoint endPoint;
  private final String client;
  private final HeldBytes held;
  private volatile boolean answering;
  private volatile boolean essential;
  private volatile long waitingSince = System.nanoTime();
  private long writingSince;
  private volatile boolean unsent;
  private long writtenNanos;
  private long holds;

  /**
   * @param held counts the bytes of the answers that clients have not taken yet
   */
  ClientConnection(EndPoint endPoint, HeldBytes held) {
    this.endPoint = endPoint;
    this.client = client(endPoint);
    this.held = held;
  }

  /** The bytes that all connections together hold in memory. */
  interface HeldBytes {
    void add(ClientConnection client, long bytes);

    void release(long bytes);
  }

  /** The connection of a request; null if it is not watched. */
  static @Nullable ClientConnection of(Request request) {
    return request.getAttribute(ATTRIBUTE) instanceof ClientConnection found ? found : null;
  }

  /** By this, connections are shared out. An IPv6 client has a whole network of addresses. */
  private static String client(EndPoint endPoint) {
    if (endPoint.getRemoteSocketAddress() instanceof InetSocketAddress remote
        && remote.getAddress() != null) {
      var address = remote.getAddress().getAddress();
      boolean six = remote.getAddress() instanceof Inet6Address;
      return HexFormat.of().formatHex(six ? Arrays.copyOf(address, NETWORK_BYTES) : address);
    }
    return "local";
  }

  synchronized void beginAnswer(Request request, boolean essential) {
    request.setAttribute(ATTRIBUTE, this);
    this.essential = essential;
    writtenNanos = 0;
    answering = true;
  }

  void endAnswer() {
    endWrite();
    release();
    waitingSince = System.nanoTime();
    answering = false;
  }

  /** Counts the bytes of an answer, which are in memory until the client has taken all. */
  void hold(long bytes) {
    long more;
    synchronized (this) {
      more = Math.max(0, bytes - holds);
      holds += more;
    }
    if (more > 0) {
      held.add(this, more); // without a lock, since it may close other connections
    }
  }

  synchronized long holds() {
    return holds;
  }

  /** To be called when the answer, or the connection, has ended. */
  synchronized void release() {
    held.release(holds);
    holds = 0;
  }

  synchronized void beginWrite() {
    writingSince = System.nanoTime();
    unsent = true;
  }

  synchronized void endWrite() {
    if (unsent) {
      writtenNanos += System.nanoTime() - writingSince;
      unsent = false;
    }
  }

  String client() {
    return client;
  }

  boolean essential() {
    return essential;
  }

  /** Whether the server makes an answer, or sends it. */
  boolean answering() {
    return answering;
  }

  /** Whether the client has not yet taken bytes that were sent to it. */
  boolean unsent() {
    return unsent;
  }

  /** For how long the bytes of this answer have waited for the client, all together. */
  synchronized long writeNanos() {
    return writtenNanos + (unsent ? System.nanoTime() - writingSince : 0);
  }

  /** For how long the server has waited for the request, or for the client to take some bytes. */
  synchronized long waitNanos() {
    return System.nanoTime() - (unsent ? writingSince : waitingSince);
  }

  /** True if the server is waiting for this client, and not the client for the server. */
  boolean waitsForClient() {
    return !answering || unsent();
  }

  Object remote() {
    return String.valueOf(endPoint.getRemoteSocketAddress());
  }

  void close() {
    endPoint.close();
  }
}
