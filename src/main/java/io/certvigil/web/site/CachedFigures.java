package io.certvigil.web.site;

import io.certvigil.policy.Severity;
import java.time.Instant;

/** Counts that the daemon holds in memory, so that no page waits for the store for them. */
public interface CachedFigures {
  /** All certificates that exist, whatever their status. */
  long certificates();

  /**
   * Those that expire before this moment, without those that no longer matter (revoked, deleted).
   */
  long expiringBefore(Instant moment);

  /** Firing alerts of this severity. */
  long firing(Severity severity);
}
