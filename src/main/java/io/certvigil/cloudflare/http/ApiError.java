package io.certvigil.cloudflare.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One element of {@code errors}. The chain contains more detailed errors. */
record ApiError(
    @Nullable Long code,
    @Nullable String message,
    @Nullable String documentation_url,
    @Nullable List<@Nullable ApiError> error_chain) {}
