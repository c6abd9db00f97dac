package io.certvigil.web.pages;

import io.certvigil.policy.Health;
import io.certvigil.policy.Ladder;
import io.certvigil.web.html.FilterFold;
import io.certvigil.web.html.FormField;
import io.certvigil.web.html.Html;
import io.certvigil.web.html.PageLayout;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.html.PageText;
import io.certvigil.web.html.Paging;
import io.certvigil.web.html.Tab;
import io.certvigil.web.site.ListState;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The page at {@code /sweeps}: the sweeps, the permissions of each credential, and the lists. */
final class SweepsPage {
  private static final List<String> STATES =
      Arrays.stream(ListState.values()).map(ListState::word).toList();

  private final PageRequest request;
  private final SweepsView view;

  SweepsPage(PageRequest request, SweepsView view) {
    this.request = request;
    this.view = view;
  }

  String html(PageLayout layout) {
    return layout.page(Tab.SWEEPS, "Sweeps and permissions", html -> add(html, layout.now()));
  }

  private void add(Html html, Instant now) {
    html.add("<h1>Sweeps and permissions</h1>\n");
    paused(html, now);
    sweeps(html, now);
    view.matrix().forEach((credential, sources) -> permissions(html, credential, sources));
    lists(html, now);
  }

  private void paused(Html html, Instant now) {
    for (var credential : view.credentials()) {
      var until = credential.pausedUntil();
      if (until != null && until.isAfter(now)) {
        html.add(
            "<div class='banner warning' role='status'><p><b>{} is paused.</b> Cloudflare"
                + " answered 429 (too many requests); requests resume at {}.</p></div>\n",
            credential.name(),
            until);
      }
    }
  }

  private void sweeps(Html html, Instant now) {
    html.add("<section>\n<h2>Sweeps</h2>\n");
    if (view.sweeps().isEmpty()) {
      html.add("<p class='empty'>No list is watched yet.</p></section>\n");
      return;
    }
    html.add(
        """
        <div class="sheet"><table class="sweeps">
        <thead><tr><th scope="col">Watch</th><th scope="col">Interval</th><th scope="col" class="count">Lists</th>\
        <th scope="col" class="count">Due</th><th scope="col">Last due</th><th scope="col">Oldest reading</th></tr></thead>
        <tbody>
        """);
    for (var sweep : view.sweeps()) {
      html.add(
          "<tr><th scope='row'><bdi>{}</bdi><span class='sub'>credential"
              + " <bdi>{}</bdi></span></th><td data-of='interval'>{}</td><td class='count'"
              + " data-of='lists'>{}</td><td class='count' data-of='due'>{}</td>",
          sweep.watch(),
          sweep.credential(),
          Ladder.format(sweep.interval()),
          PageText.grouped(sweep.lists()),
          PageText.grouped(sweep.due()));
      html.add("<td data-of='last due'>{}</td>", new Html.Ago(sweep.lastDue(), now));
      html.add("<td data-of='oldest'>{}</td></tr>\n", new Html.Ago(sweep.oldest(), now));
    }
    html.add("</tbody></table></div></section>\n");
  }

  private void permissions(
      Html html, String credential, Map<String, Map<ListState, Long>> sources) {
    html.add(
        """
        <section>
        <h2>Permissions of <bdi>{}</bdi></h2>
        <div class="sheet"><table class="matrix">
        <thead><tr><th scope="col">Source</th>\
        """,
        credential);
    for (var state : ListState.values()) {
      html.add("<th scope='col' class='count'>{}</th>", heading(state));
    }
    html.add("</tr></thead>\n<tbody>\n");
    sources.forEach((source, counts) -> permission(html, credential, source, counts));
    html.add("</tbody></table></div></section>\n");
  }

  private static String heading(ListState state) {
    var word = state.label();
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  private static void permission(
      Html html, String credential, String source, Map<ListState, Long> counts) {
    html.add("<tr><th scope='row'>{}</th>", PageText.withSpaces(source));
    for (var state : ListState.values()) {
      long count = counts.getOrDefault(state, 0L);
      if (count == 0) {
        html.add("<td class='count zero'>0</td>");
      } else {
        var query =
            PageRequest.query(
                Map.of("credential", credential, "source", source, "state", state.word()));
        html.add(
            "<td class='count' data-of='{}'><a class='pill {}' href='sweeps{}#lists'"
                + " aria-label='{} {} of {}'>{}</a></td>",
            state.label(),
            state.style(),
            query,
            count,
            state.label(),
            PageText.withSpaces(source),
            PageText.grouped(count));
      }
    }
    html.add("</tr>\n");
  }

  private void lists(Html html, Instant now) {
    html.add("<section id='lists'>\n<h2>Lists</h2>\n");
    filter(html);
    html.add(
        "<p class='counted'>{} of {}</p>\n",
        PageText.grouped(view.passed()),
        PageText.count(view.all(), "list"));
    if (view.rows().isEmpty()) {
      html.add("<p class='empty'>No list matches this filter.</p></section>\n");
      return;
    }
    html.add(
        """
        <div class="sheet"><table class="lists">
        <thead><tr><th scope="col">State</th><th scope="col">List</th><th scope="col">Last complete reading</th>\
        <th scope="col">Last attempt</th><th scope="col">Reason</th></tr></thead>
        <tbody>
        """);
    view.rows().forEach(one -> list(html, one, now));
    html.add("</tbody></table></div>\n");
    Paging.add(html, "sweeps", request, view.first(), view.pageSize(), view.passed());
    html.add("</section>\n");
  }

  private void filter(Html html) {
    FilterFold.add(html, request);
    html.add("<form class='filter' role='search' aria-label='Filter lists' data-filter>\n");
    var field = new FormField(html, request);
    field.search("q", "Name");
    field.select("credential", "Credential", List.copyOf(view.matrix().keySet()));
    field.select(
        "source",
        "Source",
        view.matrix().values().stream()
            .flatMap(sources -> sources.keySet().stream())
            .distinct()
            .sorted()
            .toList());
    field.select("state", "State", STATES, SweepsPage::label, "any");
    html.add("<button>Filter</button></form>\n");
  }

  private static String label(String word) {
    return ListState.valueOf(word.toUpperCase(Locale.ROOT)).label();
  }

  private static void list(Html html, Health one, Instant now) {
    var state = ListState.of(one);
    html.add(
        "<tr><td><span class='pill {}'>{}</span></td><th scope='row'><bdi>{}</bdi><span"
            + " class='sub'>credential <bdi>{}</bdi></span></th>",
        state.style(),
        state.label(),
        PageText.withSpaces(one.name()),
        one.credential());
    html.add("<td data-of='read'>{}</td>", new Html.Ago(one.completeAt(), now));
    html.add("<td data-of='attempt'>{}</td><td>", new Html.Ago(one.attemptedAt(), now));
    var fault = one.fault();
    if (fault != null) {
      html.add(
          "{}<span class='sub'>{}</span>",
          PageText.reason(fault.reason().word()),
          fault.explained());
    }
    html.addIfPresent("<span class='sub'>since {}</span>", one.failingSince());
    html.add("</td></tr>\n");
  }
}
