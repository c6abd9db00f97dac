package io.certvigil.web.server;

import java.time.Duration;

/**
 * Limits for connections and slow clients.
 *
 * @param connections of all clients together at the same time; near this limit, a new connection
 *     evicts the slowest
 * @param requestTime from the connection, or from the previous response, to the end of the next
 *     request's header
 * @param responseTime from the end of the request's header to the end of the response
 */
public record ClientLimits(int connections, Duration requestTime, Duration responseTime) {
  public static final ClientLimits DEFAULTS =
      new ClientLimits(256, Duration.ofSeconds(30), Duration.ofMinutes(5));

  /** From this many connections on, a new one evicts the slowest. */
  int evictionThreshold() {
    return connections - connections / 8;
  }
}
