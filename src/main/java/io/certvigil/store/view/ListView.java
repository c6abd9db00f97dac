package io.certvigil.store.view;

import io.certvigil.model.WatchedScope;
import io.certvigil.policy.Health;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A watched list of Cloudflare and the results of its last readings.
 *
 * @param certificates how many certificates the last reading that did not fail returned
 * @param expected how many certificates that reading announced
 * @param dueAt since when a reading is due; null if none is due
 */
public record ListView(
    WatchedScope watched, Health health, int certificates, int expected, @Nullable Instant dueAt) {}
