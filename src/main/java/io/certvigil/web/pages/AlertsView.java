package io.certvigil.web.pages;

import io.certvigil.model.Source;
import io.certvigil.policy.Severity;
import io.certvigil.policy.Silence;
import io.certvigil.store.view.AlertFilter;
import io.certvigil.store.view.AlertView;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.Cursor;
import io.certvigil.web.html.CertificateQuery;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.html.PageText;
import io.certvigil.web.site.SiteContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The data of the alerts page.
 *
 * @param totals the firing alerts by severity, in words, whatever the filter; empty if none fires
 * @param next the cursor of the next rows; null if there are none
 * @param silences those that have not ended, earliest end first
 * @param longestSilence the longest duration of a silence that is created here
 * @param labels of {@code watch}, each name with its values, in order
 */
record AlertsView(
    List<Row> rows,
    String totals,
    @Nullable Cursor next,
    List<Silence> silences,
    Duration longestSilence,
    Map<String, List<String>> labels) {
  private static final int ROWS = 100;

  AlertsView {
    rows = List.copyOf(rows);
    silences = List.copyOf(silences);
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }

  /**
   * An alert and the silences that cover it.
   *
   * @param silences those that cover the alert
   */
  record Row(AlertView view, List<Silence> silences) {
    Row {
      silences = List.copyOf(silences);
    }

    /**
     * @param active the silences that have started and not ended
     */
    static Row of(AlertView view, List<Silence> active) {
      return new Row(
          view, view.alert().firing() ? Silence.covering(active, view.subject()) : List.of());
    }
  }

  static AlertsView read(SiteContext context, PageRequest request, Instant now) {
    var silences = context.store().silences();
    var active = silences.active(now);
    var page =
        context
            .store()
            .inventory()
            .alerts(filter(request), new CertificateQuery(request, now).cursor(), ROWS, now);
    return new AlertsView(
        page.rows().stream().map(view -> Row.of(view, active)).toList(),
        totals(context),
        page.next(),
        notEnded(silences.list(), now),
        context.daemon().longestSilence(),
        context.daemon().labels());
  }

  private static String totals(SiteContext context) {
    return Arrays.stream(Severity.values())
        .sorted(Comparator.reverseOrder())
        .filter(severity -> context.figures().firing(severity) > 0)
        .map(one -> PageText.grouped(context.figures().firing(one)) + "\u00a0" + one.word())
        .collect(Collectors.joining(", "));
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
        request.orNull("q"),
        new CertificateFilter(null, source, request.orNull("zone"), null, null, null, Map.of()));
  }

  private static List<Silence> notEnded(List<Silence> all, Instant now) {
    return all.stream().filter(silence -> silence.endsAt().isAfter(now)).toList().reversed();
  }
}
