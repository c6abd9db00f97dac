package io.certvigil.cloudflare.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One error of an answer, or one note beside the errors. The chain contains more detailed errors.
 *
 * @param pointer {@code source.pointer}: the part of the request that it is about
 * @param note whether it is said beside the errors
 */
record ApiError(
    @Nullable Long code,
    @Nullable String message,
    @Nullable String documentation_url,
    @Nullable String pointer,
    @Nullable List<@Nullable ApiError> error_chain,
    boolean note) {}
