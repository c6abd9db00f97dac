package io.certvigil.web.pages;

import io.certvigil.store.view.CertificateSort;
import io.certvigil.store.view.CertificateView;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The data of the certificates page, 100 rows at a time.
 *
 * @param count how many match the filter; empty if they were not counted
 * @param filtered whether any filter is set
 * @param from the earliest expiry; null if any
 * @param until the exclusive latest expiry; null if any
 * @param asOf the past time whose certificates are shown; null for now
 * @param expired what has expired, which is one row; null if there is none, or if they are rows
 * @param labels of {@code watch}, each name with its values, in order
 */
record CertificatesView(
    Page<CertificateView> page,
    OptionalLong count,
    boolean filtered,
    CertificateSort sort,
    @Nullable Instant from,
    @Nullable Instant until,
    @Nullable Instant asOf,
    @Nullable Expired expired,
    Map<String, List<String>> labels) {
  private static final int ROWS = 100;

  /**
   * Above this number of certificates, the matches of a filter are not counted, since that is slow.
   */
  private static final long MAX_COUNTED = 200_000;

  CertificatesView {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }

  /**
   * What has expired.
   *
   * @param oldest the earliest expiry
   */
  record Expired(long count, Instant oldest) {}

  static CertificatesView read(SiteContext context, PageRequest request, Instant now) {
    var query = new CertificateQuery(request, now);
    var expired = expired(context, query, now);
    var page = page(context, query, now);
    return new CertificatesView(
        expired == null ? page : withoutExpired(page, now),
        count(context, query, now),
        query.isFiltered(),
        query.sort(),
        query.from().orElse(null),
        query.until().orElse(null),
        query.asOf().orElse(null),
        expired,
        context.daemon().labels());
  }

  /**
   * In the past, and if only they or certain ones are searched for, the expired ones are rows like
   * the others.
   */
  private static @Nullable Expired expired(
      SiteContext context, CertificateQuery query, Instant now) {
    var inventory = context.store().inventory();
    if (query.sort() != CertificateSort.END
        || query.asOf().isPresent()
        || query.filter().text() != null
        || query.filter().expiredOnly()) {
      return null;
    }
    var filter = query.filter().withExpiringWithin(Duration.ZERO);
    return inventory.page(filter, CertificateSort.NOT_AFTER, null, 1, now).rows().stream()
        .flatMap(view -> Stream.ofNullable(view.notAfter()))
        .findFirst()
        .map(oldest -> new Expired(inventory.count(filter, now), oldest))
        .orElse(null);
  }

  /** They are the last ones, so the page on which they begin is the last one. */
  private static Page<CertificateView> withoutExpired(Page<CertificateView> page, Instant now) {
    var rows = page.rows().stream().filter(view -> !isExpired(view, now)).toList();
    return rows.size() == page.rows().size() ? page : new Page<>(rows, null);
  }

  private static boolean isExpired(CertificateView view, Instant now) {
    var end = view.notAfter();
    return end != null && end.isBefore(now);
  }

  private static Page<CertificateView> page(
      SiteContext context, CertificateQuery query, Instant now) {
    var inventory = context.store().inventory();
    return query
        .asOf()
        .map(moment -> inventory.asOf(moment, query.filter(), query.cursor(), ROWS))
        .orElseGet(() -> inventory.page(query.filter(), query.sort(), query.cursor(), ROWS, now));
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
