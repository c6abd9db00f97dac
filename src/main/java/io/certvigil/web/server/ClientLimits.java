package io.certvigil.web.server;

import java.time.Duration;

/**
 * Limits for connections and slow clients.
 *
 * @param connections of all clients together at the same time; near this limit, a new connection
 *     evicts the slowest
 * @param requestTime from the connection, or from the previous response, to the end of the next
 *     request's header
 * @param responseTime for which the bytes of a response may wait for the client; the time in which
 *     the server makes them does not count
 * @param unsentBytes of all clients together that may wait for them
 */
public record ClientLimits(
    int connections, Duration requestTime, Duration responseTime, long unsentBytes) {
  private static final long UNSENT_BYTES = 64L * 1024 * 1024;

  public static final ClientLimits DEFAULTS =
      new ClientLimits(256, Duration.ofSeconds(30), Duration.ofMinutes(5));

  public ClientLimits(int connections, Duration requestTime, Duration responseTime) {
    this(connections, requestTime, responseTime, UNSENT_BYTES);
  }

  /** From this many connections on, a new one evicts the slowest. */
  int evictionThreshold() {
    return connections - connections / 8;
  }

  /** From this many connections on, a new one evicts another even if that is not slow. */
  int lastPlaces() {
    return connections - connections / 16;
  }
}
