package io.certvigil.web.site;

import io.certvigil.policy.Severity;
import java.time.Instant;

/** So many certificates, of which so many end before any moment; nothing fires. */
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
