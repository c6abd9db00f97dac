package io.certvigil.cloudflare.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The result of one attempt.
 *
 * @param code the HTTP status, or the word of the reason if there was no response
 * @param pause how long Cloudflare asked to send no requests; null if it did not
 * @param mayHaveReached true if the request may have reached Cloudflare and may have been executed
 */
public record RequestResult<T>(
    PageResult<T> answer, String code, @Nullable Duration pause, boolean mayHaveReached) {}
