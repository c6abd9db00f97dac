package io.certvigil.web.pages.overview;

import io.certvigil.web.html.Html;
import io.certvigil.web.html.PageText;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The key figures at the top of the overview. */
final class FiguresPart {
  private final OverviewView view;
  private final Html html;

  FiguresPart(OverviewView view, Html html) {
    this.view = view;
    this.html = html;
  }

  void add() {
    var figures = view.figures();
    html.add("<section class='figures' aria-label='Key figures'>\n");
    figure(
        "certificates",
        "",
        figures.certificates(),
        "certificates",
        "in " + PageText.count(figures.scopes(), "list"));
    expiryFigure("certificates?within=0", "critical", figures.expired(), "expired", "");
    expiryFigure(
        certificatesUntil(7), "critical", figures.week() - figures.expired(), "in 7 days", "");
    expiryFigure(
        certificatesUntil(30),
        "warning",
        figures.month() - figures.expired(),
        "in 30 days",
        "including the next 7");
    figure(
        "alerts",
        alertStyle(figures),
        figures.firing(),
        figures.firing() == 1 ? "firing alert" : "firing alerts",
        firingBySeverity(figures));
    html.add("</section>\n");
  }

  private String certificatesUntil(int days) {
    var now = view.now().truncatedTo(ChronoUnit.SECONDS);
    return "certificates?from=" + now + "&until=" + now.plus(Duration.ofDays(days));
  }

  private void expiryFigure(String page, String level, long count, String what, String detail) {
    figure(page, count > 0 ? level : okStyle(), Math.max(0, count), what, detail);
  }

  /** No green while nothing is read, since the counts are not known then. */
  private String okStyle() {
    return view.figures().tried() == 0 || view.blind() ? "" : "ok";
  }

  private String alertStyle(OverviewView.Figures figures) {
    if (figures.critical() > 0) {
      return "critical";
    }
    return figures.warning() > 0 ? "warning" : figures.info() > 0 ? "info" : okStyle();
  }

  private static String firingBySeverity(OverviewView.Figures figures) {
    return figures.firing() == 0
        ? ""
        : Stream.of(
                severityCount(figures.critical(), "critical"),
                severityCount(figures.warning(), "warning"),
                severityCount(figures.info(), "info"))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(" · "));
  }

  private static String severityCount(long count, String word) {
    return count == 0 ? "" : PageText.grouped(count) + "\u00a0" + word;
  }

  private void figure(String page, String level, long count, String what, String detail) {
    html.add(
        "<div class='figure {}'><p class='number'>{}</p><p class='what'><a"
            + " href='{}'>{}</a></p>",
        level,
        PageText.grouped(count),
        page,
        what);
    if (!detail.isEmpty()) {
      html.add("<p class='detail'>{}</p>", detail);
    }
    html.add("</div>\n");
  }
}
