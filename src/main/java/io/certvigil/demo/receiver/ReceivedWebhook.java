package io.certvigil.demo.receiver;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A message that the {@link WebhookReceiver} received.
 *
 * @param at the time of arrival by the receiver's clock
 * @param id the header {@code webhook-id}; empty if it is missing
 * @param timestamp the header {@code webhook-timestamp}; empty if it is missing
 * @param body the received bytes; must not be changed
 * @param verified whether the signature is right and the timestamp within five minutes
 * @param acknowledged whether the reply acknowledges it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ReceivedWebhook(
    Instant at, String id, String timestamp, byte[] body, boolean verified, boolean acknowledged) {
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
