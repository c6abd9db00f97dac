package io.certvigil.web.pages.overview;

import io.certvigil.web.html.Html;
import io.certvigil.web.html.PageText;

/** The banners at the top of the overview. */
final class Banners {
  private final OverviewView view;
  private final Html html;

  Banners(OverviewView view, Html html) {
    this.view = view;
    this.html = html;
  }

  void add() {
    if (!view.problem().isEmpty()) {
      banner(
          "critical",
          "The store cannot be read, so parts of this page are missing.",
          view.problem());
    }
    if (view.configuredChannels() == 0) {
      banner(
          "warning",
          "No notifications are sent.",
          "No channel is configured: alerts are stored and shown here only. Add one under channels"
              + " in the config.");
    }
    var figures = view.figures();
    if (figures.scopes() == 0 && !view.unreadable().isEmpty()) {
      banner(
          "critical", "Nothing is watched yet.", "Accounts and zones cannot be listed; see below.");
    } else if (figures.tried() < figures.scopes() || figures.scopes() == 0) {
      firstSweep(figures);
    }
  }

  private void firstSweep(OverviewView.Figures figures) {
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

  private void banner(String level, String what, String detail) {
    html.add(
        "<div class='banner {}' role='alert'><p><b>{}</b> {}</p></div>\n", level, what, detail);
  }
}
