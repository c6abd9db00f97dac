package io.certvigil.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a channel gets its messages through: the one rule behind {@code channel.failing} and
 * behind what every page shows.
 *
 * @param since the first failure or the oldest waiting delivery; null if neither exists
 */
public record ChannelStatus(State state, @Nullable Instant since) {
  /** Shorter failures and delays are normal: a receiver restarts, or messages are grouped. */
  private static final Duration FAILING_AFTER = Duration.ofMinutes(15);

  /** From good to bad. */
  public enum State {
    /** Nothing was ever sent through it. */
    UNUSED,
    WORKING,
    /** Nothing failed, but a delivery waits for too long. */
    DELAYED,
    /** The last attempts failed, but not for long. */
    RETRYING,
    /** It failed for long, or needs a changed configuration. */
    FAILING;

    /** Such as {@code failing}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Of a channel through which nothing was ever sent. */
  public static ChannelStatus unused() {
    return new ChannelStatus(State.UNUSED, null);
  }

  /**
   * At this moment.
   *
   * @param failingSince the first failure since the last success; null while it works
   * @param configuration whether the failure needs a changed config or receiver; then no retry
   *     helps, and it is failing at once
   * @param oldestPending when the oldest waiting delivery came to be; null if nothing waits
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
