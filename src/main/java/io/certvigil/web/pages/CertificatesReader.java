package io.certvigil.web.pages;

import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.Page;
import io.certvigil.web.html.CertificateQuery;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.site.SiteContext;
import java.time.Instant;
import java.util.OptionalLong;

/** Reads what the page of certificates shows, a hundred at a time. */
final class CertificatesReader {
  private static final int ROWS = 100;

  /** Above this number of certificates, those that pass a filter are not counted. */
  private static final long MAX_COUNTED = 200_000;

  private final SiteContext context;

  CertificatesReader(SiteContext context) {
    this.context = context;
  }

  CertificatesView read(PageRequest question, Instant now) {
    var wanted = new CertificateQuery(question, now);
    return new CertificatesView(
        page(wanted, now),
        count(wanted, now),
        wanted.isFiltered(),
        wanted.sort(),
        wanted.from().orElse(null),
        wanted.until().orElse(null),
        wanted.asOf().orElse(null),
        context.daemon().labels());
  }

  private Page<CertificateView> page(CertificateQuery wanted, Instant now) {
    var catalogue = context.inventory();
    return wanted
        .asOf()
        .map(moment -> catalogue.asOf(moment, wanted.filter(), wanted.cursor(), ROWS))
        .orElseGet(
            () -> catalogue.page(wanted.filter(), wanted.sort(), wanted.cursor(), ROWS, now));
  }

  private OptionalLong count(CertificateQuery wanted, Instant now) {
    long all = context.figures().certificates();
    if (!wanted.isFiltered()) {
      return OptionalLong.of(all);
    }
    return wanted.from().isPresent() || wanted.asOf().isPresent() || all > MAX_COUNTED
        ? OptionalLong.empty()
        : OptionalLong.of(context.inventory().count(wanted.filter(), now));
  }
}
