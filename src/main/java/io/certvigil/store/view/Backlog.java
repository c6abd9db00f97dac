package io.certvigil.store.view;

import io.certvigil.policy.ChannelStatus;
import io.certvigil.policy.ChannelStatus.Failures;
import io.certvigil.policy.DaemonHealth.ChannelHealth;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The backlog of a channel and its last outcome.
 *
 * @param pending the number of open deliveries plus events not composed yet
 * @param oldest when the oldest of these was created; null if there is none
 * @param lastSuccess when a delivery last succeeded; null if none ever did
 * @param lastFailure reason of the last failed attempt; null if the last attempt succeeded
 * @param failures those since the channel last worked; null while it works
 * @param replayedAt when an operator last replayed a delivery of it; null if nobody did
 */
public record Backlog(
    String channel,
    long pending,
    @Nullable Instant oldest,
    @Nullable Instant lastSuccess,
    @Nullable String lastFailure,
    @Nullable Failures failures,
    @Nullable Instant replayedAt) {
  /** What decides whether it is failing. */
  public ChannelHealth health() {
    return new ChannelHealth(channel, failures, failures == null ? null : lastFailure);
  }

  /** The status of the channel at this time. */
  public ChannelStatus status(Instant now) {
    return ChannelStatus.of(failures, oldest, now);
  }

  /** Whether the channel counts as failing at this time. */
  public boolean failing(Instant now) {
    return status(now).state() == ChannelStatus.State.FAILING;
  }
}
