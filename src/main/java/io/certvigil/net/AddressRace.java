package io.certvigil.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Connects to the first of several addresses that accepts (RFC 8305, Happy Eyeballs): the next
 * attempt starts when an attempt fails, or after a quarter of a second, while the attempts before
 * it go on. So an address that does not answer costs a quarter of a second, not a timeout.
 */
final class AddressRace {
  /** The Connection Attempt Delay of RFC 8305, section 5. */
  private static final long NEXT_AFTER = Duration.ofMillis(250).toNanos();

  private final SocketMaker sockets;
  private final long end;
  private final Duration limit;
  private final BlockingQueue<Attempt> ended = new LinkedBlockingQueue<>();
  private int underWay;
  private long nextStart = System.nanoTime();

  /** Creates the socket of one attempt; the caller closes those that have not won. */
  @FunctionalInterface
  interface SocketMaker {
    Socket create() throws IOException;
  }

  private record Attempt(Socket socket, @Nullable IOException fault) {}

  /**
   * @param limit of all attempts together
   */
  AddressRace(SocketMaker sockets, Duration limit) {
    this.sockets = sockets;
    this.limit = limit;
    end = nextStart + limit.toNanos();
  }

  /**
   * The addresses alternately of both families, beginning with the one of the first: the resolver
   * sorts by family, and a family that does not work must not use up the time (section 4).
   */
  static List<InetAddress> interleaved(List<InetAddress> addresses) {
    var first = addresses.getFirst().getClass();
    var same = addresses.stream().filter(first::isInstance).toList();
    var other = addresses.stream().filter(one -> !first.isInstance(one)).toList();
    var order = new ArrayList<InetAddress>();
    for (int i = 0; i < addresses.size(); i++) {
      if (i < same.size()) {
        order.add(same.get(i));
      }
      if (i < other.size()) {
        order.add(other.get(i));
      }
    }
    return order;
  }

  /**
   * Returns a connected socket.
   *
   * @throws ConnectTimeoutException if no address answers within the limit
   * @throws IOException the last fault, if all fail before
   */
  Socket run(List<InetSocketAddress> addresses) throws IOException {
    var waiting = addresses.iterator();
    @Nullable IOException fault = null;
    while (waiting.hasNext() || underWay > 0) {
      if (waiting.hasNext() && nextStart - System.nanoTime() <= 0) {
        start(waiting.next());
      }
      var attempt = await(waiting.hasNext() && nextStart - end < 0 ? nextStart : end);
      if (attempt != null && attempt.fault() == null) {
        return attempt.socket();
      }
      if (attempt != null) {
        fault = attempt.fault();
        underWay--;
        nextStart = System.nanoTime();
      } else if (end - System.nanoTime() <= 0) {
        throw new ConnectTimeoutException(
            "none of "
                + addresses.size()
                + " addresses answers within "
                + limit.toMillis()
                + " ms");
      }
    }
    throw fault == null ? new IOException("no address") : fault;
  }

  private void start(InetSocketAddress address) throws IOException {
    var socket = sockets.create();
    underWay++;
    nextStart = System.nanoTime() + NEXT_AFTER;
    Thread.ofVirtual().name("connect").start(() -> connect(socket, address));
  }

  private void connect(Socket socket, InetSocketAddress address) {
    try {
      socket.connect(address, (int) Math.max(1, limit.toMillis()));
      ended.add(new Attempt(socket, null));
    } catch (IOException e) {
      ended.add(new Attempt(socket, e));
    }
  }

  /** The next attempt that ends before this time; null if none does. */
  private @Nullable Attempt await(long until) throws SocketTimeoutException {
    try {
      return ended.poll(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SocketTimeoutException("interrupted");
    }
  }
}
