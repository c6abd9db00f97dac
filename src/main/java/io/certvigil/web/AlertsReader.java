package io.certvigil.web;

import io.certvigil.model.Source;
import io.certvigil.policy.Severity;
import io.certvigil.policy.Silence;
import io.certvigil.store.AlertFilter;
import io.certvigil.store.AlertView;
import io.certvigil.store.CertificateFilter;
import io.certvigil.store.Coverage;
import io.certvigil.store.Cursor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks the store what the page of alerts says. */
final class AlertsReader {
  private static final int ROWS = 100;

  /** What is looked through at once where a text is looked for. */
  private static final int MANY = 2_000;

  private final Web.Status status;

  AlertsReader(Web.Status status) {
    this.status = status;
  }

  /**
   * All that the page says.
   *
   * @param rows those to show
   * @param next where those after them begin; null where there are none
   * @param silences those that have not ended, the next to end first
   * @param labels of {@code watch}, each name with its values
   */
  record View(
      List<Row> rows,
      @Nullable Cursor next,
      List<Silence> silences,
      Map<String, List<String>> labels) {}

  /**
   * An alert, and what is done about it.
   *
   * @param silences those that cover it
   */
  record Row(AlertView view, List<Silence> silences) {
    /**
     * @param active the silences that have begun and not ended
     */
    static Row of(AlertView view, List<Silence> active) {
      return new Row(
          view,
          view.alert().firing()
              ? active.stream().filter(silence -> Coverage.covers(silence, view)).toList()
              : List.of());
    }
  }

  String page(Question question, Shell shell) {
    var now = shell.now();
    var silences = status.store().silences();
    var active = silences.active(now);
    var text = question.text("q").toLowerCase(Locale.ROOT);
    var rows = new ArrayList<Row>();
    var from = new Wanted(question, now).cursor();
    do {
      var page =
          status.catalogue().alerts(filter(question), from, text.isEmpty() ? ROWS : MANY, now);
      page.rows().stream()
          .filter(view -> speaksOf(view, text))
          .map(view -> Row.of(view, active))
          .forEach(rows::add);
      from = page.next();
    } while (rows.size() < ROWS && from != null);
    var view = new View(rows, from, open(silences.list(), now), status.daemon().labels());
    return new AlertsPage(question, view, now).html(shell);
  }

  private static AlertFilter filter(Question question) {
    var severity =
        Arrays.stream(Severity.values())
            .filter(one -> one.word().equals(question.text("severity")))
            .findFirst();
    var source = Source.of(question.text("source")).orElse(null);
    return new AlertFilter(
        question.text("state").equals("all"),
        severity.orElse(null),
        new CertificateFilter(null, source, null, null, null, null, Map.of()));
  }

  private static List<Silence> open(List<Silence> all, Instant now) {
    return all.stream().filter(silence -> silence.endsAt().isAfter(now)).toList().reversed();
  }

  private static boolean speaksOf(AlertView view, String text) {
    return text.isEmpty()
        || view.alert().id().key().equals(text)
        || view.summary().toLowerCase(Locale.ROOT).contains(text)
        || view.alert().subject().name().toLowerCase(Locale.ROOT).contains(text);
  }
}
