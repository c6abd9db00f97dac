package io.certvigil.app;

import io.certvigil.metrics.MetricsPage;
import io.certvigil.policy.Severity;
import io.certvigil.web.site.CachedFigures;
import java.time.Instant;

/** Adapts the metrics page to the status page; the two packages do not depend on each other. */
record PageFigures(MetricsPage metrics) implements CachedFigures {
  @Override
  public long certificates() {
    return metrics.certificates();
  }

  @Override
  public long expiringBefore(Instant moment) {
    return metrics.expiringBefore(moment);
  }

  @Override
  public long firing(Severity severity) {
    return metrics.firing(severity);
  }
}
