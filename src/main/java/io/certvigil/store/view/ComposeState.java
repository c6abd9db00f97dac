package io.certvigil.store.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a channel that decides when the next notification is composed.
 *
 * @param unfinished whether a delivery is open, not counting those that wait for one unreachable
 *     recipient (attempted, reason {@code recipient}), those that may have arrived (reason {@code
 *     ambiguous}), and those behind them in their lanes
 * @param oldestUnseen when the oldest event that is not composed yet occurred; null if there is
 *     none
 * @param lastComposed when the newest delivery was created; null if there is none
 */
public record ComposeState(
    boolean unfinished, @Nullable Instant oldestUnseen, @Nullable Instant lastComposed) {}
