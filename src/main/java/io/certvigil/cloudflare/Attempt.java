package io.certvigil.cloudflare;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of asking once.
 *
 * @param code the status, or the reason's word where no answer came
 * @param pause for how long Cloudflare wants to hear nothing; null where it did not say so
 * @param reached whether it may have reached Cloudflare, and so have been carried out
 */
record Attempt<T>(Answer<T> answer, String code, @Nullable Duration pause, boolean reached) {}
