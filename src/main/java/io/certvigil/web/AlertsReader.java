package io.certvigil.web;

import io.certvigil.policy.Silence;
import io.certvigil.store.Catalogue.AlertView;
import io.certvigil.store.Coverage;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Asks the store what the page of alerts says. */
final class AlertsReader {
  static final int ROWS = 100;

  private final Web.Status status;

  AlertsReader(Web.Status status) {
    this.status = status;
  }

  /**
   * All that the page says.
   *
   * @param rows those to show
   * @param passed how many pass the filter
   * @param all how many there are
   * @param silences those that have not ended, the next to end first
   * @param labels of {@code watch}, each name with its values
   */
  record View(
      List<Row> rows,
      int first,
      int passed,
      int all,
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
    var catalogue = status.catalogue();
    var all = catalogue.alerts(question.text("state").equals("all"), now);
    var passed = all.stream().filter(view -> passes(view, question)).toList();
    var silences = status.store().silences();
    var active = silences.active(now);
    int first = question.number("first", passed.size());
    var rows = passed.stream().skip(first).limit(ROWS).map(view -> Row.of(view, active)).toList();
    var view =
        new View(
            rows,
            first,
            passed.size(),
            all.size(),
            open(silences.list(), now),
            status.daemon().labels());
    return new AlertsPage(question, view, now).html(shell);
  }

  private static List<Silence> open(List<Silence> all, Instant now) {
    return all.stream().filter(silence -> silence.endsAt().isAfter(now)).toList().reversed();
  }

  private static boolean passes(AlertView view, Question question) {
    var alert = view.alert();
    var severity = question.text("severity");
    var certificate = view.certificate();
    var source = question.text("source");
    return (severity.isEmpty() || alert.severity().word().equals(severity))
        && (source.isEmpty() || (certificate != null && certificate.source().equals(source)))
        && speaksOf(view, question.text("q").toLowerCase(Locale.ROOT));
  }

  private static boolean speaksOf(AlertView view, String text) {
    return text.isEmpty()
        || view.alert().id().key().equals(text)
        || view.summary().toLowerCase(Locale.ROOT).contains(text)
        || view.alert().subject().name().toLowerCase(Locale.ROOT).contains(text);
  }
}
