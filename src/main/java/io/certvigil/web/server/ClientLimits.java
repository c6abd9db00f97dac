package io.certvigil.web.server;

import java.time.Duration;

/**
 * What one client may take.
 *
 * @param connections at once, of all clients together; where there are nearly so many, whoever is
 *     slowest makes room
 * @param asking from the connection, or from the last answer, to the end of the next request's
 *     header
 * @param answer from there to the end of the answer
 */
public record ClientLimits(int connections, Duration requestTime, Duration responseTime) {
  public static final ClientLimits DEFAULTS =
      new ClientLimits(256, Duration.ofSeconds(30), Duration.ofMinutes(5));

  /** From here on somebody must go when somebody comes. */
  int evictionThreshold() {
    return connections - connections / 8;
  }
}
