package io.certvigil.web.api;

import io.certvigil.model.ResourceRef;
import io.certvigil.store.view.ListView;
import io.certvigil.web.site.ListState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A watched list and the state of its last readings, as JSON.
 *
 * @param key such as {@code client_certificates/zone/023e...}
 * @param watch the entry of {@code watch} in the config that selected it
 * @param intervalSeconds the effective time between two readings
 * @param state the word of a {@link ListState}
 * @param reason why the last attempt was not complete; null if it was
 * @param told whether the failure is serious enough for a {@code source.unreadable} alert
 * @param certificates how many the last complete or partial reading contained
 * @param expected how many certificates that reading announced
 * @param dueAt since when it is due to be read; null if it is not due
 */
record ApiSweep(
    String key,
    String source,
    ResourceRef account,
    @Nullable ResourceRef zone,
    String credential,
    String watch,
    long intervalSeconds,
    String state,
    @Nullable String reason,
    @Nullable String detail,
    boolean told,
    @Nullable Instant lastAttemptAt,
    @Nullable Instant lastCompleteAt,
    @Nullable Instant failingSince,
    @Nullable Instant goneSince,
    @Nullable Instant dueAt,
    int certificates,
    int expected) {

  /** The state of the list at {@code now}. */
  static ApiSweep of(ListView list, Instant now) {
    var health = list.health();
    var scope = list.watched().scope();
    var fault = health.fault();
    return new ApiSweep(
        health.key(),
        scope.source().word(),
        scope.account(),
        scope.zone(),
        health.credential(),
        list.watched().watch(),
        health.interval().toSeconds(),
        ListState.of(health).word(),
        fault == null ? null : fault.reason().word(),
        fault == null ? null : fault.detail(),
        health.unreadableReason(now).isPresent(),
        health.attemptedAt(),
        health.completeAt(),
        health.failingSince(),
        health.goneSince(),
        list.dueAt(),
        list.certificates(),
        list.expected());
  }
}
