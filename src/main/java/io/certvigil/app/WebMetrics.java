package io.certvigil.app;

import io.certvigil.metrics.ExpositionFormat;
import io.certvigil.metrics.MetricsPage;
import io.certvigil.policy.Severity;
import io.certvigil.web.site.CachedFigures;
import io.certvigil.web.site.MetricsExposition;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Adapts the metrics page to the web server; the two packages do not depend on each other. */
record WebMetrics(MetricsPage page) implements MetricsExposition, CachedFigures {
  @Override
  public String contentType(@Nullable String accept) {
    return ExpositionFormat.of(accept).contentType();
  }

  @Override
  public void write(OutputStream out, @Nullable String accept, boolean gzip) throws IOException {
    page.write(out, ExpositionFormat.of(accept), gzip);
  }

  @Override
  public long certificates() {
    return page.certificates();
  }

  @Override
  public long expiringBefore(Instant moment) {
    return page.expiringBefore(moment);
  }

  @Override
  public long firing(Severity severity) {
    return page.firing(severity);
  }
}
