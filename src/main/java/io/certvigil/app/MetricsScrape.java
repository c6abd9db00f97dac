package io.certvigil.app;

import io.certvigil.metrics.ExpositionFormat;
import io.certvigil.metrics.MetricsPage;
import io.certvigil.web.site.MetricsExposition;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Adapts the metrics page to the web server; the two packages do not depend on each other. */
record MetricsScrape(MetricsPage page) implements MetricsExposition {
  @Override
  public String contentType(@Nullable String accept) {
    return ExpositionFormat.of(accept).contentType();
  }

  @Override
  public void write(OutputStream out, @Nullable String accept, boolean gzip) throws IOException {
    page.write(out, ExpositionFormat.of(accept), gzip);
  }
}
