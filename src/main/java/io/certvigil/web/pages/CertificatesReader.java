package io.certvigil.web.pages;

import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.Page;
import io.certvigil.web.html.CertificateQuery;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.site.SiteContext;
import java.time.Instant;
import java.util.OptionalLong;

/** Reads the data of the certificates page, 100 rows at a time. */
final class CertificatesReader {
  private static final int ROWS = 100;

  /**
   * Above this number of certificates, the matches of a filter are not counted, since that is slow.
   */
  private static final long MAX_COUNTED = 200_000;

  private final SiteContext context;

  CertificatesReader(SiteContext context) {
    this.context = context;
  }

  CertificatesView read(PageRequest request, Instant now) {
    var query = new CertificateQuery(request, now);
    return new CertificatesView(
        page(query, now),
        count(query, now),
        query.isFiltered(),
        query.sort(),
        query.from().orElse(null),
        query.until().orElse(null),
        query.asOf().orElse(null),
        context.daemon().labels());
  }

  private Page<CertificateView> page(CertificateQuery query, Instant now) {
    var catalogue = context.inventory();
    return query
        .asOf()
        .map(moment -> catalogue.asOf(moment, query.filter(), query.cursor(), ROWS))
        .orElseGet(() -> catalogue.page(query.filter(), query.sort(), query.cursor(), ROWS, now));
  }

  private OptionalLong count(CertificateQuery query, Instant now) {
    long all = context.figures().certificates();
    if (!query.isFiltered()) {
      return OptionalLong.of(all);
    }
    return query.from().isPresent() || query.asOf().isPresent() || all > MAX_COUNTED
        ? OptionalLong.empty()
        : OptionalLong.of(context.inventory().count(query.filter(), now));
  }
}
