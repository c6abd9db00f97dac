package io.certvigil.demo;

import org.jspecify.annotations.Nullable;

/** What a {@link WebhookReceiver} does with a message once it has read it. */
public sealed interface ReceiverBehaviour {
  /** 204. */
  record Acknowledge() implements ReceiverBehaviour {}

  /**
   * Answers with this status, redirects to nowhere included.
   *
   * @param retryAfter the header, as it is; null for none
   */
  record Status(int status, @Nullable String retryAfter) implements ReceiverBehaviour {}

  /** Every k-th message is kept, but its answer is a TCP reset; the others are acknowledged. */
  record LoseEvery(int k) implements ReceiverBehaviour {
    public LoseEvery {
      if (k < 1) {
        throw new IllegalArgumentException("k: must be positive, was " + k);
      }
    }
  }

  /** 200 with half of the announced body, then the end of the connection. */
  record Truncate() implements ReceiverBehaviour {}

  /** No answer until somebody gives up. */
  record Hang() implements ReceiverBehaviour {}

  /** 200 with a body that comes byte by byte, a second apart, for a minute. */
  record Dribble() implements ReceiverBehaviour {}
}
