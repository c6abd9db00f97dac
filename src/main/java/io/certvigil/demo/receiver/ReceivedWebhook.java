package io.certvigil.demo.receiver;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A message as it reached the {@link WebhookReceiver}.
 *
 * @param at when, by the receiver's clock
 * @param id the header {@code webhook-id}; empty where it was missing
 * @param timestamp the header {@code webhook-timestamp}; empty where it was missing
 * @param body as it came; not to be changed
 * @param verified whether the signature is right and the timestamp within five minutes
 * @param acknowledged whether the sender was told that it arrived
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; the bytes themselves matter
public record ReceivedWebhook(
    Instant at, String id, String timestamp, byte[] body, boolean verified, boolean acknowledged) {
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
