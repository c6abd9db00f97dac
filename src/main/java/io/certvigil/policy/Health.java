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
 * The readability of one scope (or of the discovery of one credential).
 *
 * @param key the scope's key; {@code discovery/CREDENTIAL} for a discovery
 * @param name the name for people
 * @param source null for a discovery
 * @param interval the effective time between two readings
 * @param intervalSince since when it has been so short, if it was much longer; null if it was not
 * @param watchedSince since when it has been watched
 * @param attemptedAt the last attempt; null before the first
 * @param completeAt the last complete reading; null if there never was one
 * @param fault why the last attempt was not complete; null if it was complete
 * @param failingSince the first of the consecutive attempts that failed for the same reason
 * @param failures the number of consecutive attempts that were not complete
 * @param goneSince when a second complete discovery did not contain its zone or account; else null
 * @param alertKey the key of the {@code source.unreadable} alert that reports it; null if it is not
 *     reported
 */
public record Health(
    String key,
    String name,
    String credential,
    @Nullable Source source,
    Duration interval,
    @Nullable Instant intervalSince,
    Instant watchedSince,
    @Nullable Instant attemptedAt,
    @Nullable Instant completeAt,
    @Nullable Fault fault,
    @Nullable Instant failingSince,
    int failures,
    @Nullable Instant goneSince,
    @Nullable String alertKey) {
  /** A refusal counts as permanent if it was seen twice, at least this far apart. */
  public static final Duration DENIED_AT_LEAST = Duration.ofMinutes(10);

  /**
   * The reason with which it is reported as unreadable, such as {@code timeout} if it was not read
   * completely for two and a half intervals; empty if it is readable, if it has not failed for long
   * enough, or if it was never permitted.
   */
  public Optional<String> unreadableReason(Instant now) {
    return new ReadabilityRule(this, now).unreadableReason();
  }

  /** How old a complete reading may become: two and a half intervals. */
  public Duration staleAfter() {
    return interval.multipliedBy(5).dividedBy(2);
  }

  /**
   * The state as seen by a daemon that runs since then: time before the start counts only if
   * attempts have failed since, because the daemon, not the source, was down. A reported scope
   * stays reported until a reading proves it readable, and one that was never permitted stays so.
   */
  public Health sinceDaemonStart(Instant start) {
    return alertKey != null || failedSince(start) || neverPermitted()
        ? this
        : new Health(
            key,
            name,
            credential,
            source,
            interval,
            intervalSince,
            later(watchedSince, start),
            attemptedAt,
            completeAt == null ? null : later(completeAt, start),
            fault,
            failingSince == null ? null : later(failingSince, start),
            failures,
            goneSince,
            alertKey);
  }

  /**
   * Whether the credential may read it, according to the last attempts. A refusal that was not seen
   * twice is a failure.
   */
  public Permission permission() {
    if (fault == null) {
      return attemptedAt == null ? Permission.NEVER_TRIED : Permission.READABLE;
    }
    return denied() ? Permission.of(fault) : Permission.NO_ANSWER;
  }

  /**
   * Whether permission or plan are missing: the last attempts were refused in a way that is known
   * to mean this, the first and the last of them at least ten minutes apart.
   */
  public boolean denied() {
    return fault != null
        && fault.reason() == FaultReason.FORBIDDEN
        && failingSince != null
        && attemptedAt != null
        && Duration.between(failingSince, attemptedAt).compareTo(DENIED_AT_LEAST) >= 0;
  }

  /**
   * Whether it was never readable because the plan or the permission is missing, which is not
   * alerted. A credential that is rejected altogether is alerted.
   */
  public boolean neverPermitted() {
    return completeAt == null && denied();
  }

  private boolean failedSince(Instant start) {
    return fault != null && attemptedAt != null && !attemptedAt.isBefore(start);
  }

  static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
