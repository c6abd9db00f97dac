package io.certvigil.web.pages.overview;

import io.certvigil.web.html.Html;
import io.certvigil.web.html.PageLayout;
import io.certvigil.web.html.PageText;
import io.certvigil.web.html.Tab;
import io.certvigil.web.pages.CertificateRows;

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
    banners(html);
    new FiguresPart(view, html).add();
    new ExpiryChart(view.weeks(), view.days(), view.now()).add(html);
    new ConditionsPart(view, html).add();
    soonestExpiry(html);
    new ReadingsPart(view, html).add();
    new RecentEventsPart(view, html).add();
  }

  private void banners(Html html) {
    if (!view.problem().isEmpty()) {
      banner(
          html,
          "critical",
          "The store cannot be read, so parts of this page are missing.",
          view.problem());
    }
    view.notices().forEach(notice -> banner(html, "warning", "Please note:", notice));
    if (view.configuredChannels() == 0) {
      banner(
          html,
          "warning",
          "No notifications are sent.",
          "No channel is configured: alerts are stored and shown here only. Add one under channels"
              + " in the config.");
    }
    var figures = view.figures();
    if (view.blind()) {
      return; // its banner says why nothing is read
    }
    if (figures.scopes() == 0 && !view.unreadable().isEmpty()) {
      banner(
          html,
          "critical",
          "Nothing is watched yet.",
          "Accounts and zones cannot be listed; see below.");
    } else if (figures.tried() < figures.scopes() || figures.scopes() == 0) {
      firstSweep(html, figures);
    }
  }

  private static void firstSweep(Html html, OverviewView.Figures figures) {
    var progress =
        figures.scopes() == 0
            ? "Listing accounts and zones."
            : figures.tried() + " of " + PageText.count(figures.scopes(), "list") + " read.";
    html.add(
        "<div class='banner info' role='status'><p><b>The first sweep is running.</b> {}",
        progress);
    if (figures.scopes() > 0) {
      html.add(
          "</p><progress max='{}' value='{}'></progress></div>\n",
          figures.scopes(),
          figures.tried());
    } else {
      html.add("</p></div>\n");
    }
  }

  private static void banner(Html html, String level, String what, String detail) {
    html.add(
        "<div class='banner {}' role='alert'><p><b>{}</b> {}</p></div>\n", level, what, detail);
  }

  private void soonestExpiry(Html html) {
    html.add("<section>\n<h2>Expires soonest</h2>\n");
    if (view.soonest().isEmpty()) {
      html.add("<p class='empty'>No certificate that still expires is known.</p>\n");
      view.expired().add(html, "certificates?within=0");
      html.add("</section>\n");
      return;
    }
    html.add(
        """
        <div class="sheet"><table class="listed">
        <thead><tr><th scope="col">Time left</th><th scope="col">Certificate</th><th scope="col">Zone or account</th>\
        <th scope="col">Expires (<span class="zone">UTC</span>)</th><th scope="col">Status</th>\
        <th scope="col"><span class="hidden">Cloudflare</span></th></tr></thead>
        """);
    new CertificateRows(html, view.now()).add(view.soonest());
    view.expired().add(html, "certificates?within=0");
    html.add("<p class='all'><a href='certificates'>All certificates</a></p></section>\n");
  }
}
