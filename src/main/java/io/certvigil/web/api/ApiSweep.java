package io.certvigil.web.api;

import io.certvigil.model.ResourceRef;
import io.certvigil.store.view.ListView;
import io.certvigil.web.site.ListState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A list that is watched, and how its last readings went, as JSON.
 *
 * @param key such as {@code client_certificates/zone/023e...}
 * @param watch the entry of the config that took it
 * @param intervalSeconds the effective time between two readings
 * @param state the word of a {@link ListState}
 * @param reason why the last attempt was not complete; null where it was
 * @param told whether it is bad enough that {@code source.unreadable} tells it
 * @param certificates how many the last reading showed that showed any
 * @param expected how many it announced
 * @param dueAt since when it is to be read; null where it is not due
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

  /** The list as it stands at {@code now}. */
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
