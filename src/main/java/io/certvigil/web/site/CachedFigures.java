package io.certvigil.web.site;

import io.certvigil.policy.Severity;
import java.time.Instant;

/** Counts that the daemon keeps in memory, so that no page has to query the store for them. */
public interface CachedFigures {
  /** All certificates that exist, whatever their status. */
  long certificates();

  /** Certificates that expire before this time, without the revoked and deleted ones. */
  long expiringBefore(Instant moment);

  /** Firing alerts of this severity. */
  long firing(Severity severity);
}
