package io.certvigil.web;

import io.certvigil.web.server.Endpoint;
import io.certvigil.web.site.MetricsExposition;
import java.io.IOException;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/** Serves {@code /metrics}. */
final class MetricsHandler implements Endpoint {
  private final MetricsExposition scrape;

  MetricsHandler(MetricsExposition scrape) {
    this.scrape = scrape;
  }

  @Override
  public void write(Request request, Response response) throws IOException {
    var accept = request.getHeaders().get(HttpHeader.ACCEPT);
    var gzip = gzip(request.getHeaders().get(HttpHeader.ACCEPT_ENCODING));
    var headers = response.getHeaders();
    headers.put(HttpHeader.CONTENT_TYPE, scrape.contentType(accept));
    headers.put(HttpHeader.VARY, "Accept, Accept-Encoding");
    if (gzip) {
      headers.put(HttpHeader.CONTENT_ENCODING, "gzip");
    }
    try (var out = Content.Sink.asOutputStream(response)) {
      if (HttpMethod.GET.is(request.getMethod())) {
        scrape.write(out, accept, gzip);
      }
    }
  }

  /** Whether the client accepts gzip: it is listed, and its quality is not 0. */
  static boolean gzip(@Nullable String acceptEncoding) {
    for (var coding : acceptEncoding == null ? new String[0] : acceptEncoding.split(",", 32)) {
      var parts = coding.strip().toLowerCase(Locale.ROOT).split("\\s*;\\s*", 2);
      if (parts[0].equals("gzip")) {
        return parts.length == 1 || !parts[1].matches("q=0(\\.0*)?");
      }
    }
    return false;
  }
}
