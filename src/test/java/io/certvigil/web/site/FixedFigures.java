package io.certvigil.web.site;

import io.certvigil.policy.Severity;
import java.time.Instant;

/**
 * A fixed number of certificates, of which {@code expiring} expire before any given time; no
 * alerts.
 */
public record FixedFigures(long certificates, long expiring) implements CachedFigures {
  @Override
  public long expiringBefore(Instant moment) {
    return expiring;
  }

  @Override
  public long firing(Severity severity) {
    return 0;
  }
}
