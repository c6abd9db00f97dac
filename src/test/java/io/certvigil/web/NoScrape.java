package io.certvigil.web;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** An empty page of metrics. */
final class NoScrape implements MetricsExposition {
  @Override
  public String contentType(@Nullable String accept) {
    return "text/plain";
  }

  @Override
  public void write(OutputStream out, @Nullable String accept, boolean gzip) throws IOException {
    out.flush();
  }
}
