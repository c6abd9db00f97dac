package io.certvigil.web;

/** The page at {@code /}: needs no script, reads well in light, in dark and on a phone. */
final class StatusPage {
  private final StatusView view;

  StatusPage(StatusView view) {
    this.view = view;
  }

  String html(Shell shell) {
    long firing = view.figures().firing();
    var title = firing > 0 ? "(" + firing + ") Certvigil" : "Certvigil";
    return shell.page(Tab.OVERVIEW, title, true, this::add);
  }

  private void add(Html html) {
    html.add("<h1 class=\"hidden\">Overview</h1>\n");
    new Banners(view, html).add();
    new FiguresPart(view, html).add();
    new Wall(view.weeks(), view.days(), view.now()).add(html);
    new SoonestPart(view, html).add();
    new ReadingsPart(view, html).add();
    new ToldPart(view, html).add();
  }
}
