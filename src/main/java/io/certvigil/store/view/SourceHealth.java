package io.certvigil.store.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the watched lists of one source are read.
 *
 * @param source its word
 * @param lists how many there are; at least 1
 * @param attempted how many were attempted at least once
 * @param complete how many were complete at their last reading
 * @param never how many were never read completely
 * @param oldest the oldest of their last complete readings; null if no list has one
 * @param newest the newest of these; null if no list has one
 */
public record SourceHealth(
    String source,
    int lists,
    int attempted,
    int complete,
    int never,
    @Nullable Instant oldest,
    @Nullable Instant newest) {}
