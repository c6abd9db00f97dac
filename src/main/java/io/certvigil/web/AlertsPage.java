package io.certvigil.web;

import io.certvigil.model.Source;
import io.certvigil.policy.Alert;
import io.certvigil.policy.Ladder;
import io.certvigil.policy.Severity;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The page at {@code /alerts}: what fires, who has taken it on, what is silenced. */
final class AlertsPage {
  private final Question question;
  private final AlertsReader.View view;
  private final Instant now;

  AlertsPage(Question question, AlertsReader.View view, Instant now) {
    this.question = question;
    this.view = view;
    this.now = now;
  }

  String html(Shell shell) {
    return shell.page(Tab.ALERTS, "Alerts", false, this::add);
  }

  private void add(Html html) {
    html.add("<h1>Alerts</h1>\n");
    Said.add(html, question);
    filter(html);
    if (view.rows().isEmpty()) {
      html.add("<p class=\"empty {}\">{}</p>\n", view.all() == 0 ? "ok" : "", none());
    } else {
      rows(html);
    }
    new SilencesPart(question, view.silences(), now).add(html);
  }

  private String none() {
    return view.all() == 0 ? "Nothing fires." : "No alert passes this filter.";
  }

  private void filter(Html html) {
    html.add("<form class=\"filter\" role=\"search\" aria-label=\"Filter alerts\" data-filter>\n");
    new Field(html, question).search("q", "Name, key or summary");
    new Field(html, question)
        .select("severity", "Severity", words(Severity.values(), Severity::word).reversed());
    new Field(html, question).select("source", "Source", words(Source.values(), Source::word));
    new Field(html, question).select("state", "State", List.of("all"), "firing");
    html.add("<button>Filter</button></form>\n");
  }

  private static <T> List<String> words(T[] all, Function<T, String> word) {
    return Arrays.stream(all).map(word).toList();
  }

  private void rows(Html html) {
    html.add(
        "<p class=\"counted\">{} of {}</p>\n",
        Words.grouped(view.passed()),
        Words.count(view.all(), "alert"));
    html.add(
        """
        <div class="sheet"><table class="alerts">
        <thead><tr><th scope="col">Severity</th><th scope="col">Alert</th><th scope="col">Since</th>\
        <th scope="col">Taken on</th><th scope="col"><span class="hidden">What to do</span></th></tr></thead>
        <tbody>
        """);
    view.rows().forEach(row -> row(html, row));
    html.add("</tbody></table></div>\n");
    Paging.add(html, "alerts", question, view.first(), AlertsReader.ROWS, view.passed());
  }

  private void row(Html html, AlertsReader.Row row) {
    var alert = row.view().alert();
    boolean over = alert.state() == Alert.State.RESOLVED;
    html.add(
        "<tr id=\"{}\"><td><span class=\"pill {}\">{}</span></td><th scope=\"row\">",
        alert.id().key(),
        over ? "ok" : alert.severity().word(),
        over ? "resolved" : alert.severity().word());
    var certificate = row.view().certificate();
    if (certificate == null) {
      html.add("<bdi>{}</bdi>", row.view().summary());
    } else {
      html.add(
          "<a href=\"certificates/{}\"><bdi>{}</bdi></a>", certificate.key(), row.view().summary());
    }
    html.add(
        "<span class=\"sub\">{} · {}{}</span></th>", kind(alert), alert.id().key(), why(alert));
    html.add("<td class=\"date\">{}</td><td class=\"taken\">", alert.progress().firstFiredAt());
    taken(html, row);
    html.add("</td><td class=\"go\">");
    if (!over) {
      new AlertForms(html, question, "alerts").add(alert);
    }
    html.add("</td></tr>\n");
  }

  private static String kind(Alert alert) {
    var rung = alert.progress().rung();
    var kind = alert.subject().kind().word();
    return rung == null || rung.isZero() ? kind : kind + " · rung " + Ladder.format(rung);
  }

  private static String why(Alert alert) {
    return alert.reason() == null ? "" : " · " + Words.spaced(alert.reason());
  }

  private void taken(Html html, AlertsReader.Row row) {
    var ack = row.view().alert().progress().ack();
    if (ack != null) {
      html.add("<bdi>{}</bdi><span class=\"sub\">{}</span>", ack.by(), ack.at());
    }
    row.silences().stream()
        .map(silence -> silence.endsAt())
        .max(Instant::compareTo)
        .ifPresent(end -> html.add("<span class=\"sub\">silenced until {}</span>", end));
  }
}
