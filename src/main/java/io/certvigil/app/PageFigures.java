package io.certvigil.app;

import io.certvigil.metrics.MetricsPage;
import io.certvigil.policy.Severity;
import io.certvigil.web.Web;
import java.time.Instant;

/**
 * Hands the status page the figures that the metrics have; the two rooms do not know each other.
 */
record PageFigures(MetricsPage metrics) implements Web.Estate {
  @Override
  public long certificates() {
    return metrics.certificates();
  }

  @Override
  public long endingBefore(Instant moment) {
    return metrics.endingBefore(moment);
  }

  @Override
  public long firing(Severity severity) {
    return metrics.firing(severity);
  }
}
