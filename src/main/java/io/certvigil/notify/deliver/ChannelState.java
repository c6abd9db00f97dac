package io.certvigil.notify.deliver;

import io.certvigil.notify.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The delivery state of a channel.
 *
 * @param pausedUntil when the next attempt is made; null if the channel is not paused
 * @param failingSince time of the first of the consecutive failures; null if the last attempt
 *     succeeded or none was made
 * @param reason the reason of the last of these failures; null if there is none
 */
public record ChannelState(
    String name,
    @Nullable Instant pausedUntil,
    @Nullable Instant failingSince,
    Outcome.@Nullable Reason reason) {}
