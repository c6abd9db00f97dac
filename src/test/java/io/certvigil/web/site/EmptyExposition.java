package io.certvigil.web.site;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** An exposition without metrics. */
public final class EmptyExposition implements MetricsExposition {
  @Override
  public String contentType(@Nullable String accept) {
    return "text/plain";
  }

  @Override
  public void write(OutputStream out, @Nullable String accept, boolean gzip) throws IOException {
    out.flush();
  }
}
