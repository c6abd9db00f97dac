package io.certvigil.notify.deliver;

import io.certvigil.notify.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a channel does, for pages.
 *
 * @param type the word of the config, such as {@code webhook}
 * @param pausedUntil when it is tried next; null where it is not paused
 * @param failingSince the first of the failures in a row; null where the last attempt went well or
 *     none was made
 * @param reason of the last of these failures; null where there is none
 */
public record ChannelState(
    String name,
    String type,
    @Nullable Instant pausedUntil,
    @Nullable Instant failingSince,
    Outcome.@Nullable Reason reason) {}
