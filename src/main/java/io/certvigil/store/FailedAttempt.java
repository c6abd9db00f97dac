package io.certvigil.store;

import io.certvigil.policy.ChannelStatus.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * Why an attempt to send a delivery failed.
 *
 * @param reason one word, such as {@code timeout}
 * @param refused whether the receiver answered and refused the message
 * @param oneMessage whether this says something about the message or its recipient only: if the
 *     same notification was accepted for another recipient, the channel works
 * @param configKey the key of the channel's config that the answer names; null if it names none
 * @param answer the receiver's response, of which 200 characters are stored; null if there was none
 */
public record FailedAttempt(
    String reason,
    FailureKind kind,
    boolean refused,
    boolean oneMessage,
    @Nullable String configKey,
    @Nullable String answer) {
  /** The reason of an attempt whose message may have arrived although no answer was received. */
  public static final String AMBIGUOUS = "ambiguous";

  boolean ambiguous() {
    return reason.equals(AMBIGUOUS);
  }
}
