package io.certvigil.web.pages;

import io.certvigil.store.view.ChangeView;
import io.certvigil.web.html.FilterFold;
import io.certvigil.web.html.FormField;
import io.certvigil.web.html.Html;
import io.certvigil.web.html.PageLayout;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.html.Paging;
import io.certvigil.web.html.Tab;

/** The page at {@code /changes}: the changes that readings found, newest first. */
final class ChangesPage {
  private final PageRequest request;
  private final ChangesView view;

  ChangesPage(PageRequest request, ChangesView view) {
    this.request = request;
    this.view = view;
  }

  String html(PageLayout layout) {
    return layout.page(Tab.CHANGES, "Changes", this::add);
  }

  private void add(Html html) {
    html.add("<h1>Changes</h1>\n");
    filter(html);
    html.add("<p class='counted'>From {} until {}, newest first</p>\n", view.from(), view.until());
    if (view.page().rows().isEmpty()) {
      html.add("<p class='empty'>No changes in this period match the filter.</p>\n");
      return;
    }
    new ChangeList(html, "").add(view.page().rows());
    Paging.add(html, "changes", request, view.page().next());
  }

  private void filter(Html html) {
    FilterFold.add(html, request);
    html.add("<form class='filter' role='search' aria-label='Filter changes' data-filter>\n");
    var field = new FormField(html, request);
    field.search("q", "Name, host, serial, fingerprint, id or key");
    field.select("change", "Change", ChangeView.WORDS);
    field.source();
    field.text("zone", "Zone", "*.example.com");
    field.day("from", "From");
    field.day("until", "Until");
    html.add("<button>Filter</button>");
    if (!request.fields().isEmpty()) {
      html.add("<a href='changes'>Clear</a>");
    }
    html.add("</form>\n");
  }
}
