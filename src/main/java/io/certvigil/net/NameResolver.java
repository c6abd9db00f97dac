package io.certvigil.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up the addresses of hosts. A name that stops resolving keeps its last addresses for a day,
 * because alerts must be sent while only DNS is down; TLS still verifies who answers there.
 * Thread-safe.
 */
public final class NameResolver {
  /** How long the last addresses are used after the last successful lookup. */
  static final Duration KEPT = Duration.ofHours(24);

  private static final Logger log = LoggerFactory.getLogger(NameResolver.class);

  private final Lookup lookup;
  private final LongSupplier nanos;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  /** Such as {@code InetAddress::getAllByName}. */
  @FunctionalInterface
  public interface Lookup {
    /** All addresses of the host, in the order in which they should be tried; at least one. */
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  /**
   * The result of the last successful lookup.
   *
   * @param at of the monotonic clock
   * @param stale whether a later lookup failed
   */
  private record Known(List<InetAddress> addresses, long at, boolean stale) {}

  /** With the resolver of the system. */
  public NameResolver() {
    this(InetAddress::getAllByName, System::nanoTime);
  }

  /**
   * @param nanos the monotonic clock
   */
  public NameResolver(Lookup lookup, LongSupplier nanos) {
    this.lookup = lookup;
    this.nanos = nanos;
  }

  /**
   * All addresses of a host, in the order of the resolver; at least one.
   *
   * @param limit of the lookup
   * @throws UnknownHostException if it does not resolve and did not within the last day
   * @throws SocketTimeoutException if the resolver does not answer in time, likewise
   */
  List<InetAddress> addresses(String host, Duration limit) throws IOException {
    var literal = HostName.address(host);
    if (literal.isPresent()) {
      return List.of(literal.get());
    }
    try {
      var found = List.of(lookUp(host, limit));
      var before = known.put(host, new Known(found, nanos.getAsLong(), false));
      if (before != null && before.stale()) {
        log.atInfo().addKeyValue("host", host).log("host name resolves again");
      }
      return found;
    } catch (UnknownHostException | SocketTimeoutException e) {
      return lastKnown(host, e);
    }
  }

  private List<InetAddress> lastKnown(String host, IOException fault) throws IOException {
    var last = known.get(host);
    if (last == null || nanos.getAsLong() - last.at() > KEPT.toNanos()) {
      throw fault;
    }
    var stale = new Known(last.addresses(), last.at(), true);
    if (!last.stale() && known.replace(host, last, stale)) {
      log.atWarn()
          .addKeyValue("host", host)
          .addKeyValue("addresses", last.addresses())
          .addKeyValue("for_at_most", KEPT)
          .log("host name does not resolve; its last known addresses are used");
    }
    return last.addresses();
  }

  /** In a separate thread, because a hanging lookup cannot be cancelled. */
  private InetAddress[] lookUp(String host, Duration limit) throws IOException {
    var result = new CompletableFuture<InetAddress[]>();
    Thread.ofPlatform().daemon().name("host-lookup").start(() -> lookUp(host, result));
    try {
      return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new UnknownHostException(e.getCause() == null ? host : e.getCause().getMessage());
    } catch (TimeoutException e) {
      throw new SocketTimeoutException("no response from the DNS resolver");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SocketTimeoutException("interrupted");
    }
  }

  private void lookUp(String host, CompletableFuture<InetAddress[]> result) {
    try {
      result.complete(lookup.addresses(host));
    } catch (UnknownHostException | RuntimeException e) {
      result.completeExceptionally(e);
    }
  }
}
