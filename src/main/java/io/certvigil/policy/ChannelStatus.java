package io.certvigil.policy;

import io.certvigil.model.WordedEnum;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a channel delivers its messages. {@code channel.failing}, the metric, {@code check}, the
 * heartbeat and all pages use this rule: a channel whose receiver accepts nothing is failing,
 * whatever it answers.
 *
 * @param since the time of the first failure or of the oldest pending delivery; null if neither
 *     exists
 */
public record ChannelStatus(State state, @Nullable Instant since) {
  /** Shorter failures and delays are normal: a receiver restarts, or messages are grouped. */
  private static final Duration FAILING_AFTER = Duration.ofMinutes(15);

  /**
   * A refusal such as 404 seldom passes by itself, but a deployment of the receiver causes some.
   */
  private static final Duration REFUSED_AFTER = Duration.ofMinutes(5);

  /** One failed attempt is no proof: its connection may have broken by chance. */
  private static final int MIN_ATTEMPTS = 2;

  /** From good to bad. */
  public enum State implements WordedEnum {
    /** Nothing was ever sent through it. */
    UNUSED,
    WORKING,
    /** Nothing failed, but a delivery has been pending for too long. */
    DELAYED,
    /** The last attempts failed, but not for long yet. */
    RETRYING,
    /** It has failed for long, or the receiver says what is wrong in the configuration. */
    FAILING
  }

  /** How an attempt failed. */
  public enum FailureKind {
    /** The text of the answer names what is wrong in the configuration, such as the key. */
    CONFIGURATION,
    /** Another answer that seldom passes by itself: 3xx, most of 4xx, an unknown name. */
    REFUSAL,
    /** Everything else: outages, and refusals of the content of one message. */
    OTHER
  }

  /**
   * The failures of a channel since its receiver last accepted something. Only an acceptance ends
   * them.
   *
   * @param since the first failure
   * @param attempts the number of failed attempts
   * @param refusedSince the first {@link FailureKind#REFUSAL}; null if there was none
   * @param refusals the number of refusals
   * @param configKey the key of the channel's config that an answer named, such as {@code
   *     routing_key}; null if none did
   */
  public record Failures(
      Instant since,
      int attempts,
      @Nullable Instant refusedSince,
      int refusals,
      @Nullable String configKey) {
    boolean failing(Instant now) {
      return configKey != null
          || (refusals >= MIN_ATTEMPTS
              && refusedSince != null
              && passed(refusedSince, REFUSED_AFTER, now))
          || (attempts >= MIN_ATTEMPTS && passed(since, FAILING_AFTER, now));
    }
  }

  /** The status of a channel through which nothing was ever sent. */
  public static ChannelStatus unused() {
    return new ChannelStatus(State.UNUSED, null);
  }

  /**
   * The status at this time.
   *
   * @param failures null while it works
   * @param oldestPending when the oldest pending delivery was created; null if none is pending
   */
  public static ChannelStatus of(
      @Nullable Failures failures, @Nullable Instant oldestPending, Instant now) {
    if (failures != null) {
      return new ChannelStatus(
          failures.failing(now) ? State.FAILING : State.RETRYING, failures.since());
    }
    return oldestPending != null && passed(oldestPending, FAILING_AFTER, now)
        ? new ChannelStatus(State.DELAYED, oldestPending)
        : new ChannelStatus(State.WORKING, null);
  }

  private static boolean passed(Instant since, Duration limit, Instant now) {
    return Duration.between(since, now).compareTo(limit) >= 0;
  }
}
