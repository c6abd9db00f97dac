package io.certvigil.web.pages;

import io.certvigil.store.view.ChangeView;
import io.certvigil.web.html.CertificateQuery;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.site.SiteContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads what the page of changes shows: a hundred, of the last 30 days if nothing else is asked.
 */
final class ChangesReader {
  private static final int ROWS = 100;
  private static final Duration DEFAULT_PERIOD = Duration.ofDays(30);

  /** Without the first reading of each list, which changed nothing. */
  private static final Set<String> DEFAULT_CHANGES =
      ChangeView.WORDS.stream()
          .filter(word -> !word.equals("baseline"))
          .collect(Collectors.toUnmodifiableSet());

  private final SiteContext context;

  ChangesReader(SiteContext context) {
    this.context = context;
  }

  ChangesView read(PageRequest question, Instant now) {
    var wanted = new CertificateQuery(question.without("until").without("from"), now);
    var span = new CertificateQuery(question, now);
    var from = span.from().orElse(now.minus(DEFAULT_PERIOD));
    var until = span.until().orElse(now);
    var words = question.has("change") ? Set.of(question.text("change")) : DEFAULT_CHANGES;
    var page =
        context.inventory().changes(from, until, wanted.filter(), words, wanted.cursor(), ROWS);
    return new ChangesView(page, from, until);
  }
}
