package io.certvigil.web;

import io.certvigil.model.Source;
import io.certvigil.store.ChangeView;
import io.certvigil.store.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** The page at {@code /changes}: what readings changed, newest first. */
final class ChangesPage {
  private static final int ROWS = 100;
  private static final Duration USUAL = Duration.ofDays(30);

  /** Without the first reading of each list, which changed nothing. */
  private static final Set<String> USUALLY =
      ChangeView.WORDS.stream()
          .filter(word -> !word.equals("baseline"))
          .collect(Collectors.toUnmodifiableSet());

  private final SiteContext context;

  ChangesPage(SiteContext context) {
    this.context = context;
  }

  String html(Question question, Shell shell) {
    var wanted = new Wanted(question.without("until").without("from"), shell.now());
    var span = new Wanted(question, shell.now());
    var from = span.from().orElse(shell.now().minus(USUAL));
    var until = span.until().orElse(shell.now());
    var words = question.has("change") ? Set.of(question.text("change")) : USUALLY;
    var page =
        context.catalogue().changes(from, until, wanted.filter(), words, wanted.cursor(), ROWS);
    return shell.page(
        Tab.CHANGES, "Changes", false, html -> add(html, question, page, from, until));
  }

  private static void add(
      Html html, Question question, Page<ChangeView> page, Instant from, Instant until) {
    html.add("<h1>Changes</h1>\n");
    filter(html, question);
    html.add("<p class=\"counted\">From {} until {}, newest first</p>\n", from, until);
    if (page.rows().isEmpty()) {
      html.add("<p class=\"empty\">Nothing changed, or nothing that passes this filter.</p>\n");
      return;
    }
    new ChangeList(html, "").add(page.rows());
    Paging.add(html, "changes", question, page.next());
  }

  private static void filter(Html html, Question question) {
    html.add("<form class=\"filter\" role=\"search\" aria-label=\"Filter changes\" data-filter>\n");
    var field = new Field(html, question);
    field.search("q", "Name, host, serial, fingerprint, id or key");
    field.select("change", "Change", ChangeView.WORDS);
    field.select("source", "Source", Arrays.stream(Source.values()).map(Source::word).toList());
    field.text("zone", "Zone", "*.example.com");
    field.date("from", "From");
    field.date("until", "Until");
    html.add("<button>Filter</button>");
    if (!question.fields().isEmpty()) {
      html.add("<a href=\"changes\">Clear</a>");
    }
    html.add("</form>\n");
  }
}
