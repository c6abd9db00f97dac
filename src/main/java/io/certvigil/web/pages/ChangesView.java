package io.certvigil.web.pages;

import io.certvigil.store.view.ChangeView;
import io.certvigil.store.view.Page;
import io.certvigil.web.html.CertificateQuery;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.site.SiteContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The data of the changes page: 100 rows, by default of the last 30 days.
 *
 * @param page newest first
 * @param from the start of the period
 * @param until the exclusive end of the period
 */
record ChangesView(Page<ChangeView> page, Instant from, Instant until) {
  private static final int ROWS = 100;
  private static final Duration DEFAULT_PERIOD = Duration.ofDays(30);

  /** Without baselines: the first reading of a list is not a change. */
  private static final Set<String> DEFAULT_CHANGES =
      ChangeView.WORDS.stream()
          .filter(word -> !word.equals("baseline"))
          .collect(Collectors.toUnmodifiableSet());

  static ChangesView read(SiteContext context, PageRequest request, Instant now) {
    var query = new CertificateQuery(request.without("until").without("from"), now);
    var span = new CertificateQuery(request, now);
    var from = span.from().orElse(now.minus(DEFAULT_PERIOD));
    var until = span.until().orElse(now);
    var words = request.has("change") ? Set.of(request.text("change")) : DEFAULT_CHANGES;
    var page =
        context
            .store()
            .inventory()
            .changes(from, until, query.filter(), words, query.cursor(), ROWS);
    return new ChangesView(page, from, until);
  }
}
