package io.certvigil.store.view;

import io.certvigil.model.Fault;
import io.certvigil.model.Source;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a source over all its scopes.
 *
 * @param unreadable how many scopes could not be read completely at the last attempt
 * @param certificates how many present certificates
 * @param oldest the time of the last complete reading of the scope that was not read for longest;
 *     null if a scope was never read completely
 * @param newest the time of the latest complete reading of any scope; null if there was none
 * @param fault the fault of the scope that has failed for longest; null if all scopes could be read
 */
public record SourceView(
    Source source,
    int scopes,
    int unreadable,
    long certificates,
    @Nullable Instant oldest,
    @Nullable Instant newest,
    @Nullable Fault fault) {}
