package io.certvigil.policy;

import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Permission;
import io.certvigil.model.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How well one scope (or the discovery of one credential) can be read.
 *
 * @param key the scope's key; {@code discovery/CREDENTIAL} for a discovery
 * @param name what a person calls it
 * @param source null for a discovery
 * @param interval the effective time between two readings
 * @param watchedSince when it was first to be read
 * @param attemptedAt the last attempt; null before the first
 * @param completeAt the last complete reading; null where there never was one
 * @param fault why the last attempt was not complete; null where it was
 * @param failingSince the first of the attempts in a row that failed for that same reason
 * @param failures how many attempts in a row were not complete
 * @param goneSince when a second complete discovery had missed its zone or account; else null
 * @param toldUnder the key of the {@code source.unreadable} alert under which it was told; else
 *     null
 */
public record Health(
    String key,
    String name,
    String credential,
    @Nullable Source source,
    Duration interval,
    Instant watchedSince,
    @Nullable Instant attemptedAt,
    @Nullable Instant completeAt,
    @Nullable Fault fault,
    @Nullable Instant failingSince,
    int failures,
    @Nullable Instant goneSince,
    @Nullable String alertKey) {

  /**
   * The reason under which it is told that it cannot be read, such as {@code timeout} where it was
   * not read completely for two and a half intervals; empty where all is well or not yet bad, and
   * where it was never permitted.
   */
  public Optional<String> unreadableReason(Instant now) {
    return new ReadabilityRule(this, now).unreadableReason();
  }

  /**
   * As it looks to a daemon that has been awake since then: where nothing has failed since, it is
   * not the source that was silent before. What was told stays told until it is proved readable.
   */
  public Health sinceDaemonStart(Instant start) {
    return alertKey != null || failedSince(start)
        ? this
        : new Health(
            key,
            name,
            credential,
            source,
            interval,
            later(watchedSince, start),
            attemptedAt,
            completeAt == null ? null : later(completeAt, start),
            fault,
            failingSince == null ? null : later(failingSince, start),
            failures,
            goneSince,
            alertKey);
  }

  /** Whether the credential may read it, as far as the last attempt shows. */
  public Permission permission() {
    return fault == null && attemptedAt == null ? Permission.NEVER_TRIED : Permission.of(fault);
  }

  /**
   * Never readable for want of a plan or a permission: a state, no news. A credential that is
   * refused altogether is news.
   */
  public boolean neverPermitted() {
    return completeAt == null
        && fault != null
        && (fault.reason() == FaultReason.FORBIDDEN || fault.reason() == FaultReason.HTTP_4XX);
  }

  private boolean failedSince(Instant start) {
    return fault != null && attemptedAt != null && !attemptedAt.isBefore(start);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
