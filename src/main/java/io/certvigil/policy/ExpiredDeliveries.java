package io.certvigil.policy;

import java.time.Instant;

/**
 * Deliveries of one channel that were given up.
 *
 * @param deliveries the number of deliveries; at least 1
 * @param events the number of different events in them
 * @param reason the reason of their last failure, in one word or line; never a secret or a URL
 * @param oldest when the oldest of them was created
 */
public record ExpiredDeliveries(
    String channel, long deliveries, long events, String reason, Instant oldest) {
  public ExpiredDeliveries {
    if (deliveries < 1) {
      throw new IllegalArgumentException("deliveries: must be positive, was " + deliveries);
    }
  }
}
