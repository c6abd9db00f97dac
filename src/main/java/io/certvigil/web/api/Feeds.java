package io.certvigil.web.api;

import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.CertificateSort;
import io.certvigil.store.view.CertificateTable;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.Cursor;
import io.certvigil.store.view.Page;
import io.certvigil.web.server.Endpoint;
import io.certvigil.web.site.SiteContext;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code /calendar.ics} and {@code /export.csv}. Both read the certificates page by page, so
 * that a slow client keeps no read transaction open and a million certificates need little memory.
 */
public final class Feeds {
  private static final int PAGE_ROWS = 1_000;
  private static final int BUFFER_CHARS = 32 * 1024;
  private static final Duration AHEAD = Duration.ofDays(365);
  private static final Duration BACK = Duration.ofDays(30);

  static final List<String> EXPORT =
      Stream.concat(ApiQuery.FILTER.stream(), Stream.of("as_of")).toList();

  private final SiteContext context;
  private final String baseUrl;

  public Feeds(SiteContext context, @Nullable URI externalUrl) {
    this.context = context;
    var pages = externalUrl == null ? "" : externalUrl.toString();
    this.baseUrl = pages.isEmpty() || pages.endsWith("/") ? pages : pages + "/";
  }

  public Map<String, Endpoint> all() {
    return Map.of(
        "/calendar.ics", ApiAnswer.of(this::calendar),
        "/export.csv", ApiAnswer.withProblems(this::export));
  }

  private ApiAnswer.Body calendar(Request request) throws IOException {
    var now = context.clock().instant();
    var given = new ApiQuery(request, ApiQuery.FILTER, now).filter();
    var filter = given.expiringWithin() == null ? given.withExpiringWithin(AHEAD) : given;
    var begin = now.minus(BACK);
    var nonAlerting =
        context.store().alerts().nonAlerting(context.daemon().policy(), filter, begin, now);
    // Truncated to the hour, so that an unchanged calendar keeps its ETag for up to an hour.
    var stamp = now.truncatedTo(ChronoUnit.HOURS);
    var about = context.about();
    var calendar = new ExpiryCalendar(about.installation(), about.version(), baseUrl, stamp);
    forEachRow(
        expiringPage(filter, Cursor.expiringFrom(begin), now),
        from -> expiringPage(filter, from, now),
        view -> {
          if (!nonAlerting.contains(view.key())) {
            calendar.add(view);
          }
        });
    return new ApiAnswer.Body("text/calendar; charset=utf-8", calendar.finish());
  }

  private Page<CertificateView> expiringPage(
      CertificateFilter filter, @Nullable Cursor from, Instant now) {
    return context.store().inventory().page(filter, CertificateSort.END, from, PAGE_ROWS, now);
  }

  /** Takes one row of a feed. */
  @FunctionalInterface
  private interface RowConsumer {
    void accept(CertificateView view) throws IOException;
  }

  private static void forEachRow(
      Page<CertificateView> first,
      Function<@Nullable Cursor, Page<CertificateView>> pages,
      RowConsumer consumer)
      throws IOException {
    var page = first;
    while (true) {
      for (var view : page.rows()) {
        consumer.accept(view);
      }
      var next = page.next();
      if (next == null) {
        return;
      }
      page = pages.apply(next);
    }
  }

  private void export(Request request, Response response) throws IOException {
    var now = context.clock().instant();
    var query = new ApiQuery(request, EXPORT, now);
    var filter = query.filter();
    var moment = query.has("as_of") ? query.instant("as_of", now) : null;
    Function<@Nullable Cursor, Page<CertificateView>> rows =
        from ->
            moment == null
                ? expiringPage(filter, from, now)
                : context.store().inventory().asOf(moment, filter, from, PAGE_ROWS);
    var first = rows.apply(null);
    var day = (moment == null ? now : moment).atZone(ZoneOffset.UTC).toLocalDate();
    var headers = response.getHeaders();
    headers.put(HttpHeader.CONTENT_TYPE, "text/csv; charset=utf-8; header=present");
    headers.put("Content-Disposition", "attachment; filename=\"certvigil-" + day + ".csv\"");
    var out = Content.Sink.asOutputStream(response);
    if (HttpMethod.GET.is(request.getMethod())) {
      var writer =
          new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), BUFFER_CHARS);
      writer.write(CertificateTable.header());
      forEachRow(first, rows, view -> writer.write(CertificateTable.row(view)));
      writer.flush();
    }
    out.close(); // only on success: an incomplete response must not look complete
  }
}
