package io.certvigil.web;

import io.certvigil.policy.impairment.Impairment;
import io.certvigil.web.server.BadRequest;
import io.certvigil.web.server.Endpoint;
import io.certvigil.web.server.RequestParameters;
import io.certvigil.web.server.RequestUser;
import io.certvigil.web.server.WebResource;
import io.certvigil.web.site.MetricsExposition;
import io.certvigil.web.site.SiteContent;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The paths that are neither pages nor API: metrics, health, reload and static files. */
final class Routes {
  private static final Logger log = LoggerFactory.getLogger(Routes.class);

  private final MetricsExposition scrape;
  private final Supplier<Optional<String>> notReadyBecause;
  private final Supplier<List<Impairment>> impairments;
  private final SiteContent.Reload reload;
  private final String style = WebResource.text("style.css");
  private final String script = WebResource.text("pages.js");
  private final String icon = WebResource.text("icon.svg");

  Routes(
      MetricsExposition scrape,
      Supplier<Optional<String>> notReadyBecause,
      Supplier<List<Impairment>> impairments,
      SiteContent.Reload reload) {
    this.scrape = scrape;
    this.notReadyBecause = notReadyBecause;
    this.impairments = impairments;
    this.reload = reload;
  }

  Map<String, Endpoint> all() {
    return Map.of(
        "/style.css",
        fixed("text/css; charset=utf-8", style),
        "/pages.js",
        fixed("text/javascript; charset=utf-8", script),
        "/icon.svg",
        fixed("image/svg+xml", icon),
        "/metrics",
        this::metrics,
        "/-/healthy",
        (request, response) ->
            plain(request, response, HttpStatus.OK_200, "Certvigil is Healthy.\n"),
        "/-/ready",
        this::ready,
        "POST /-/reload",
        this::reload);
  }

  /** Ready whatever happens elsewhere, since no restart would help; the text says what does. */
  private void ready(Request request, Response response) throws IOException {
    var reason = notReadyBecause.get();
    if (reason.isEmpty()) {
      var text = new StringBuilder("Certvigil is Ready.\n");
      impairments.get().forEach(one -> text.append(one.line()).append('\n'));
      plain(request, response, HttpStatus.OK_200, text.toString());
    } else {
      var text = "Certvigil is not ready: " + reason.get() + "\n";
      plain(request, response, HttpStatus.SERVICE_UNAVAILABLE_503, text);
    }
  }

  private void reload(Request request, Response response) throws IOException {
    var by = RequestUser.of(request).orElse("");
    log.atInfo().addKeyValue("by", by).log("reload requested");
    boolean discards = discards(RequestParameters.ofQuery(request).getValue("discard_waiting"));
    var problems = reload.reload(discards ? by : null);
    if (problems.isEmpty()) {
      plain(request, response, HttpStatus.OK_200, "The config is applied.\n");
    } else {
      var text = "The config is not applied:\n" + String.join("\n", problems) + "\n";
      plain(request, response, HttpStatus.INTERNAL_SERVER_ERROR_500, text);
    }
  }

  private static boolean discards(@Nullable String answer) {
    return switch (answer) {
      case "true" -> true;
      case "false" -> false;
      case null -> false;
      default -> throw new BadRequest("discard_waiting: must be true or false", "discard_waiting");
    };
  }

  private static void plain(Request request, Response response, int status, String text)
      throws IOException {
    Endpoint.text(request, response, status, Endpoint.PLAIN, text);
  }

  private static Endpoint fixed(String type, String text) {
    return (request, response) -> {
      response.getHeaders().put(HttpHeader.CACHE_CONTROL, "max-age=300");
      Endpoint.text(request, response, HttpStatus.OK_200, type, text);
    };
  }

  private void metrics(Request request, Response response) throws IOException {
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
  private static boolean gzip(@Nullable String acceptEncoding) {
    for (var coding : acceptEncoding == null ? new String[0] : acceptEncoding.split(",", 32)) {
      var parts = coding.strip().toLowerCase(Locale.ROOT).split("\\s*;\\s*", 2);
      if (parts[0].equals("gzip")) {
        return parts.length == 1 || !parts[1].matches("q=0(\\.0*)?");
      }
    }
    return false;
  }
}
