package io.certvigil.store.view;

import io.certvigil.model.WatchedScope;
import io.certvigil.policy.Health;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A list of Cloudflare that is watched, and how its last readings went.
 *
 * @param certificates how many the last reading showed that showed any
 * @param expected how many it announced
 * @param dueAt since when it is to be read; null where it is not due
 */
public record ListView(
    WatchedScope watched, Health health, int certificates, int expected, @Nullable Instant dueAt) {}
