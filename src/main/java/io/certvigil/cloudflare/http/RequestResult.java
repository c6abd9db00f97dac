package io.certvigil.cloudflare.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of asking once.
 *
 * @param code the status, or the reason's word where no answer came
 * @param pause for how long Cloudflare wants to hear nothing; null where it did not say so
 * @param reached whether it may have reached Cloudflare, and so have been carried out
 */
public record RequestResult<T>(
    PageResult<T> answer, String code, @Nullable Duration pause, boolean mayHaveReached) {}
