package io.certvigil.store.view;

import io.certvigil.model.Fault;
import io.certvigil.model.Source;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A source over all its scopes.
 *
 * @param certificates how many are present
 * @param unreadable how many scopes could not be read whole at the last attempt
 * @param oldest the last complete reading of the scope that was not read for longest; null where
 *     one never was
 * @param newest the last complete reading of any of its scopes; null where there was none
 * @param fault of the scope that has failed for longest; null where all could be read
 */
public record SourceView(
    Source source,
    int scopes,
    int unreadable,
    long certificates,
    @Nullable Instant oldest,
    @Nullable Instant newest,
    @Nullable Fault fault) {}
