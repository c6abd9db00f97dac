package io.certvigil.web.pages.overview;

import io.certvigil.web.html.Html;
import io.certvigil.web.html.PageLayout;
import io.certvigil.web.html.Tab;

/** The page at {@code /}. It works without scripts, in light and dark mode, and on phones. */
public final class OverviewPage {
  private final OverviewView view;

  public OverviewPage(OverviewView view) {
    this.view = view;
  }

  public String html(PageLayout layout) {
    long firing = view.figures().firing();
    var title = firing > 0 ? "(" + firing + ") Certvigil" : "Certvigil";
    return layout.page(Tab.OVERVIEW, title, true, this::add);
  }

  private void add(Html html) {
    html.add("<h1 class='hidden'>Overview</h1>\n");
    new Banners(view, html).add();
    new FiguresPart(view, html).add();
    new ExpiryChart(view.weeks(), view.days(), view.now()).add(html);
    new SoonestExpiryPart(view, html).add();
    new ReadingsPart(view, html).add();
    new RecentEventsPart(view, html).add();
  }
}
