package io.certvigil.web.pages;

import io.certvigil.model.Source;
import io.certvigil.policy.Severity;
import io.certvigil.policy.Silence;
import io.certvigil.store.view.AlertFilter;
import io.certvigil.store.view.AlertView;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.web.html.CertificateQuery;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.site.SiteContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the data of the alerts page. */
final class AlertsReader {
  private static final int ROWS = 100;

  /** The rows to read at once if they are searched for a text. */
  private static final int SEARCH_ROWS = 2_000;

  private final SiteContext context;

  AlertsReader(SiteContext context) {
    this.context = context;
  }

  AlertsView read(PageRequest request, Instant now) {
    var silences = context.store().silences();
    var active = silences.active(now);
    var text = request.text("q").toLowerCase(Locale.ROOT);
    var rows = new ArrayList<AlertsView.Row>();
    var from = new CertificateQuery(request, now).cursor();
    do {
      var page =
          context
              .inventory()
              .alerts(filter(request), from, text.isEmpty() ? ROWS : SEARCH_ROWS, now);
      page.rows().stream()
          .filter(view -> matches(view, text))
          .map(view -> AlertsView.Row.of(view, active))
          .forEach(rows::add);
      from = page.next();
    } while (rows.size() < ROWS && from != null);
    return new AlertsView(rows, from, notEnded(silences.list(), now), context.daemon().labels());
  }

  private static AlertFilter filter(PageRequest request) {
    var severity =
        Arrays.stream(Severity.values())
            .filter(one -> one.word().equals(request.text("severity")))
            .findFirst();
    var source = Source.of(request.text("source")).orElse(null);
    return new AlertFilter(
        request.text("state").equals("all"),
        severity.orElse(null),
        new CertificateFilter(null, source, null, null, null, null, Map.of()));
  }

  private static List<Silence> notEnded(List<Silence> all, Instant now) {
    return all.stream().filter(silence -> silence.endsAt().isAfter(now)).toList().reversed();
  }

  private static boolean matches(AlertView view, String text) {
    return text.isEmpty()
        || view.alert().id().key().equals(text)
        || view.summary().toLowerCase(Locale.ROOT).contains(text)
        || view.alert().subject().name().toLowerCase(Locale.ROOT).contains(text);
  }
}
