package io.certvigil.store.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How complete the stored data is.
 *
 * @param complete whether at least one watched list was ever read completely
 * @param knownSince the earliest moment with stored history; null if nothing was ever stored
 */
public record ReadingState(boolean complete, @Nullable Instant knownSince) {}
