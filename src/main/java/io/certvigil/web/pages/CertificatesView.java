package io.certvigil.web.pages;

import io.certvigil.store.view.CertificateSort;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.Cursor;
import io.certvigil.store.view.Page;
import io.certvigil.web.html.CertificateQuery;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.site.SiteContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The data of the certificates page, 100 rows at a time.
 *
 * @param expired those that the page leaves out because they have expired
 * @param count how many match the filter; empty if they were not counted
 * @param filtered whether any filter is set
 * @param from the earliest expiry; null if any
 * @param until the exclusive latest expiry; null if any
 * @param asOf the past time whose certificates are shown; null for now
 * @param labels of {@code watch}, each name with its values, in order
 */
record CertificatesView(
    Page<CertificateView> page,
    ExpiredCertificates expired,
    OptionalLong count,
    boolean filtered,
    CertificateSort sort,
    @Nullable Instant from,
    @Nullable Instant until,
    @Nullable Instant asOf,
    Map<String, List<String>> labels) {
  private static final int ROWS = 100;

  /**
   * Above this number of certificates, the matches of a filter are not counted, since that is slow.
   */
  private static final long MAX_COUNTED = 200_000;

  CertificatesView {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }

  static CertificatesView read(SiteContext context, PageRequest request, Instant now) {
    var query = new CertificateQuery(request, now);
    return new CertificatesView(
        page(context, query, now),
        expired(context, query, now),
        count(context, query, now),
        query.isFiltered(),
        query.sort(),
        query.from().orElse(null),
        query.until().orElse(null),
        query.asOf().orElse(null),
        context.daemon().labels());
  }

  private static Page<CertificateView> page(
      SiteContext context, CertificateQuery query, Instant now) {
    var inventory = context.store().inventory();
    return query
        .asOf()
        .map(moment -> inventory.asOf(moment, query.filter(), query.cursor(), ROWS))
        .orElseGet(
            () -> {
              var from = query.startsWithNext() ? Cursor.expiringFrom(now) : query.cursor();
              return inventory.page(query.filter(), query.sort(), from, ROWS, now);
            });
  }

  private static ExpiredCertificates expired(
      SiteContext context, CertificateQuery query, Instant now) {
    if (!query.startsWithNext()) {
      return ExpiredCertificates.NONE;
    }
    var filter = query.filter().withExpiringWithin(Duration.ZERO);
    var figures = context.figures();
    var count =
        figures.certificates() > MAX_COUNTED
            ? OptionalLong.empty()
            : OptionalLong.of(context.store().inventory().count(filter, now));
    return ExpiredCertificates.read(context, filter, _ -> true, count, now);
  }

  private static OptionalLong count(SiteContext context, CertificateQuery query, Instant now) {
    long all = context.figures().certificates();
    if (!query.isFiltered()) {
      return OptionalLong.of(all);
    }
    return query.from().isPresent() || query.asOf().isPresent() || all > MAX_COUNTED
        ? OptionalLong.empty()
        : OptionalLong.of(context.store().inventory().count(query.filter(), now));
  }
}
