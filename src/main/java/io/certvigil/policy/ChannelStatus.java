package io.certvigil.policy;

import io.certvigil.model.WordedEnum;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a channel delivers its messages. {@code channel.failing} and all pages use this rule.
 *
 * @param since the time of the first failure or of the oldest pending delivery; null if neither
 *     exists
 */
public record ChannelStatus(State state, @Nullable Instant since) {
  /** Shorter failures and delays are normal: a receiver restarts, or messages are grouped. */
  private static final Duration FAILING_AFTER = Duration.ofMinutes(15);

  /** From good to bad. */
  public enum State implements WordedEnum {
    /** Nothing was ever sent through it. */
    UNUSED,
    WORKING,
    /** Nothing failed, but a delivery has been pending for too long. */
    DELAYED,
    /** The last attempts failed, but not for long yet. */
    RETRYING,
    /** It has failed for long, or needs a changed configuration. */
    FAILING
  }

  /** The status of a channel through which nothing was ever sent. */
  public static ChannelStatus unused() {
    return new ChannelStatus(State.UNUSED, null);
  }

  /**
   * The status at this time.
   *
   * @param failingSince the first failure since the last success; null while it works
   * @param configuration whether the failure needs a changed config or receiver; then retries
   *     cannot succeed, and it counts as failing at once
   * @param oldestPending when the oldest pending delivery was created; null if none is pending
   */
  public static ChannelStatus of(
      @Nullable Instant failingSince,
      boolean configuration,
      @Nullable Instant oldestPending,
      Instant now) {
    if (failingSince != null) {
      var failing = configuration || tooLong(failingSince, now);
      return new ChannelStatus(failing ? State.FAILING : State.RETRYING, failingSince);
    }
    return oldestPending != null && tooLong(oldestPending, now)
        ? new ChannelStatus(State.DELAYED, oldestPending)
        : new ChannelStatus(State.WORKING, null);
  }

  private static boolean tooLong(Instant since, Instant now) {
    return Duration.between(since, now).compareTo(FAILING_AFTER) >= 0;
  }
}
