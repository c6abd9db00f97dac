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
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code /calendar.ics} and {@code /export.csv}. An export writes each row as it is read, so
 * that a million certificates need little memory. That of the present reads page by page, so that a
 * slow client keeps no read transaction open.
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
  private final CalendarCache calendars;

  public Feeds(SiteContext context, @Nullable URI externalUrl) {
    this.context = context;
    this.calendars = new CalendarCache(context.store()::changeCount, System::nanoTime);
    var pages = externalUrl == null ? "" : externalUrl.toString();
    this.baseUrl = pages.isEmpty() || pages.endsWith("/") ? pages : pages + "/";
  }

  public Map<String, Endpoint> all() {
    return Map.of(
        "/calendar.ics", ApiAnswer.of(this::calendar),
        "/export.csv", ApiAnswer.withProblems(this::export));
  }

  private ApiAnswer.Body calendar(Request request) {
    var now = context.clock().instant();
    var given = new ApiQuery(request, ApiQuery.FILTER, now).filter();
    var filter = given.expiringWithin() == null ? given.withExpiringWithin(AHEAD) : given;
    // Truncated to the hour, so that an unchanged calendar keeps its ETag for up to an hour.
    var stamp = now.truncatedTo(ChronoUnit.HOURS);
    var text =
        calendars.get(new CalendarCache.Key(filter, stamp), () -> calendarText(filter, stamp, now));
    return new ApiAnswer.Body("text/calendar; charset=utf-8", text);
  }

  private String calendarText(CertificateFilter filter, Instant stamp, Instant now) {
    var begin = now.minus(BACK);
    var nonAlerting =
        context.store().alerts().nonAlerting(context.daemon().policy(), filter, begin, now);
    var about = context.about();
    var calendar = new ExpiryCalendar(about.installation(), about.version(), baseUrl, stamp);
    forEachRow(
        filter,
        Cursor.expiringFrom(begin),
        now,
        view -> {
          if (!nonAlerting.contains(view.key())) {
            calendar.add(view);
          }
        });
    return calendar.finish();
  }

  private Page<CertificateView> expiringPage(
      CertificateFilter filter, CertificateSort sort, @Nullable Cursor from, Instant now) {
    return context.store().inventory().page(filter, sort, from, PAGE_ROWS, now);
  }

  /** Page by page, each in a transaction of its own. */
  private void forEachRow(
      CertificateFilter filter,
      @Nullable Cursor begin,
      Instant now,
      Consumer<CertificateView> consumer) {
    var sort = begin == null ? CertificateSort.END : CertificateSort.NOT_AFTER;
    var page = expiringPage(filter, sort, begin, now);
    page.rows().forEach(consumer);
    for (var next = page.next(); next != null; next = page.next()) {
      page = expiringPage(filter, sort, next, now);
      page.rows().forEach(consumer);
    }
  }

  private void export(Request request, Response response) throws IOException {
    var now = context.clock().instant();
    var query = new ApiQuery(request, EXPORT, now);
    var filter = query.filter();
    var moment = query.has("as_of") ? query.instant("as_of", now) : null;
    var day = (moment == null ? now : moment).atZone(ZoneOffset.UTC).toLocalDate();
    var headers = response.getHeaders();
    headers.put(HttpHeader.CONTENT_TYPE, "text/csv; charset=utf-8; header=present");
    headers.put("Content-Disposition", "attachment; filename=\"certvigil-" + day + ".csv\"");
    var out = Content.Sink.asOutputStream(response);
    if (HttpMethod.GET.is(request.getMethod())) {
      var writer =
          new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), BUFFER_CHARS);
      writer.write(CertificateTable.header());
      try {
        forEachRowOf(filter, moment, now, view -> writeRow(writer, view));
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      writer.flush();
    }
    out.close(); // only on success: an incomplete response must not look complete
  }

  /** The past is one query, since selecting and sorting it for each page would take too long. */
  private void forEachRowOf(
      CertificateFilter filter,
      @Nullable Instant moment,
      Instant now,
      Consumer<CertificateView> consumer) {
    if (moment == null) {
      forEachRow(filter, null, now, consumer);
    } else {
      context.store().inventory().asOf(moment, filter, consumer);
    }
  }

  private static void writeRow(Writer writer, CertificateView view) {
    try {
      writer.write(CertificateTable.row(view));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
