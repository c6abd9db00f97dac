package io.certvigil.web.site;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The metrics in the text format that Prometheus reads. */
public interface MetricsExposition {
  /**
   * The content type that {@link #write} gives.
   *
   * @param accept the request's header; null if it has none
   */
  String contentType(@Nullable String accept);

  /** Writes the metrics, compressed if {@code gzip} is set, and leaves the stream open. */
  void write(OutputStream out, @Nullable String accept, boolean gzip) throws IOException;
}
