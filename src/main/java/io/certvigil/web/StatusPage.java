package io.certvigil.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The page at {@code /}: needs no script, reads well in light, in dark and on a phone. */
final class StatusPage {
  private static final int EXAMPLES = 8;

  private final StatusView view;
  private final Instant now;
  private final Html html = new Html();

  StatusPage(StatusView view) {
    this.view = view;
    this.now = view.head().now();
  }

  String html() {
    head();
    banners();
    figures();
    new Wall(view.weeks(), now).add(html);
    soonest();
    html.add("<div class=\"pair\">\n");
    unreadable();
    sources();
    html.add("</div>\n");
    told();
    foot();
    return html.toString();
  }

  private void head() {
    html.add(
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="refresh" content="60">
        <title>{}Certvigil · {}</title>
        <link rel="icon" href="icon.svg" type="image/svg+xml">
        <link rel="stylesheet" href="style.css">
        </head>
        <body>
        <header>
        <h1><img src="icon.svg" alt="" width="28" height="28"> Certvigil <span class="chip">{}</span></h1>
        <p class="asof">As of {} UTC</p>
        </header>
        <main>
        """,
        view.figures().firing() > 0 ? "(" + view.figures().firing() + ") " : "",
        view.head().installation(),
        view.head().installation(),
        time(now));
  }

  private static String time(Instant at) {
    return Words.minute(at);
  }

  private void banners() {
    if (!view.problem().isEmpty()) {
      banner(
          "critical",
          "The store cannot be read, so parts of this page are missing.",
          view.problem());
    }
    if (view.head().channels() == 0) {
      banner(
          "warning",
          "Nobody is told anything.",
          "No channel is configured: alerts are kept and shown here only. Add one under channels.");
    }
    var figures = view.figures();
    if (figures.scopes() == 0 && !view.unreadable().isEmpty()) {
      banner(
          "critical", "Nothing is watched yet.", "Accounts and zones cannot be listed; see below.");
    } else if (figures.tried() < figures.scopes() || figures.scopes() == 0) {
      firstSweep(figures);
    }
  }

  private void firstSweep(StatusView.Figures figures) {
    var progress =
        figures.scopes() == 0
            ? "Looking for accounts and zones."
            : figures.tried() + " of " + Words.count(figures.scopes(), "list") + " read.";
    html.add(
        "<div class=\"banner info\" role=\"status\"><p><b>The first sweep is under way.</b> {}",
        progress);
    if (figures.scopes() > 0) {
      html.add(
          "</p><progress max=\"{}\" value=\"{}\"></progress></div>\n",
          figures.scopes(),
          figures.tried());
    } else {
      html.add("</p></div>\n");
    }
  }

  private void banner(String level, String what, String detail) {
    html.add(
        "<div class=\"banner {}\" role=\"alert\"><p><b>{}</b> {}</p></div>\n", level, what, detail);
  }

  private void figures() {
    var figures = view.figures();
    html.add("<section class=\"figures\" aria-label=\"In figures\">\n");
    figure(
        "", figures.certificates(), "certificates", "in " + Words.count(figures.scopes(), "list"));
    worry("critical", figures.expired(), "expired", "");
    worry("critical", figures.week() - figures.expired(), "in 7 days", "");
    worry("warning", figures.month() - figures.expired(), "in 30 days", "the 7 included");
    figure(
        worst(figures),
        figures.firing(),
        figures.firing() == 1 ? "alert fires" : "alerts fire",
        firing(figures));
    html.add("</section>\n");
  }

  private void worry(String level, long count, String what, String detail) {
    figure(count > 0 ? level : fine(), Math.max(0, count), what, detail);
  }

  /** Nothing is green before anything was read: silence is no good news. */
  private String fine() {
    return view.figures().tried() == 0 ? "" : "ok";
  }

  private String worst(StatusView.Figures figures) {
    if (figures.critical() > 0) {
      return "critical";
    }
    return figures.warning() > 0 ? "warning" : figures.info() > 0 ? "info" : fine();
  }

  private static String firing(StatusView.Figures figures) {
    return figures.firing() == 0
        ? ""
        : Stream.of(
                part(figures.critical(), "critical"),
                part(figures.warning(), "warning"),
                part(figures.info(), "info"))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(" · "));
  }

  private static String part(long count, String word) {
    return count == 0 ? "" : Words.grouped(count) + "\u00a0" + word;
  }

  private void figure(String level, long count, String what, String detail) {
    html.add(
        "<div class=\"figure {}\"><p class=\"number\">{}</p><p class=\"what\">{}</p>",
        level,
        Words.grouped(count),
        what);
    if (!detail.isEmpty()) {
      html.add("<p class=\"detail\">{}</p>", detail);
    }
    html.add("</div>\n");
  }

  private void soonest() {
    html.add("<section>\n<h2>Expires soonest</h2>\n");
    if (view.soonest().isEmpty()) {
      html.add("<p class=\"empty\">No certificate with an end is known yet.</p></section>\n");
      return;
    }
    html.add(
        """
        <div class="sheet"><table class="soonest">
        <thead><tr><th scope="col">Left</th><th scope="col">Certificate</th><th scope="col">Where</th>\
        <th scope="col">Expires (UTC)</th><th scope="col">Status</th>\
        <th scope="col"><span class="hidden">Cloudflare</span></th></tr></thead>
        <tbody>
        """);
    view.soonest().forEach(this::ending);
    html.add("</tbody></table></div></section>\n");
  }

  private void ending(StatusView.Ending ending) {
    var left = Duration.between(now, ending.end());
    html.add(
        "<tr><td><span class=\"left {}\">{}</span></td>",
        level(left),
        left.isNegative() ? Words.ago(ending.end(), now) : Words.span(left));
    html.add(
        "<th scope=\"row\"><bdi>{}</bdi><span class=\"sub\">{}</span></th>",
        ending.name(),
        Words.spaced(ending.source()));
    html.add(
        "<td class=\"where\"><bdi>{}</bdi>",
        ending.zone().isEmpty() ? ending.account() : ending.zone());
    if (!ending.zone().isEmpty()) {
      html.add("<span class=\"sub\"><bdi>{}</bdi></span>", ending.account());
    }
    html.add(
        "</td><td class=\"date\"><time datetime=\"{}\">{}</time></td>",
        ending.end(),
        time(ending.end()));
    html.add("<td class=\"status\">{}</td>", Words.spaced(ending.status()));
    html.add(
        "<td class=\"go\"><a href=\"{}\" rel=\"noreferrer\" aria-label=\"{} in Cloudflare's"
            + " dashboard\">Cloudflare</a></td></tr>\n",
        ending.link(),
        ending.name());
  }

  private static String level(Duration left) {
    if (left.isNegative()) {
      return "over";
    }
    if (left.compareTo(Duration.ofDays(7)) < 0) {
      return "critical";
    }
    return left.compareTo(Duration.ofDays(30)) < 0 ? "warning" : "calm";
  }

  private void unreadable() {
    html.add("<section>\n<h2>Cannot be read</h2>\n");
    if (view.unreadable().isEmpty()) {
      html.add(
          "<p class=\"empty {}\">{}</p>",
          fine(),
          view.figures().tried() == 0 ? "Nothing was tried yet." : "Every list can be read.");
    }
    view.unreadable().forEach(this::unreadable);
    html.add("</section>\n");
  }

  private void unreadable(StatusView.Unreadable group) {
    html.add(
        """
        <details class="card" open><summary><span class="pill warning">{}</span> {}
        <span class="since">since {}</span></summary>
        <ul>
        """,
        Words.spaced(group.reason()),
        Words.count(group.lists().size(), "list"),
        time(group.since()));
    group.lists().stream().limit(EXAMPLES).forEach(this::example);
    if (group.lists().size() > EXAMPLES) {
      html.add("<li class=\"more\">and {} more</li>", group.lists().size() - EXAMPLES);
    }
    html.add("</ul></details>\n");
  }

  private void example(StatusView.Example example) {
    html.add("<li><b><bdi>{}</bdi></b>", Words.spaced(example.name()));
    if (!example.detail().isEmpty()) {
      html.add("<span class=\"reason\">{}</span>", example.detail());
    }
    var lastRead = example.lastRead();
    html.add(
        "<span class=\"sub\">since {}; {}</span></li>\n",
        time(example.since()),
        lastRead == null ? "never read completely" : "last read " + Words.ago(lastRead, now));
  }

  private void sources() {
    html.add("<section>\n<h2>Last read completely</h2>\n");
    if (view.sources().isEmpty()) {
      html.add("<p class=\"empty\">No list is watched yet.</p></section>\n");
      return;
    }
    html.add(
        """
        <div class="sheet"><table class="sources">
        <thead><tr><th scope="col">Source</th><th scope="col" class="count">Lists</th>\
        <th scope="col">Oldest reading</th></tr></thead>
        <tbody>
        """);
    for (var source : view.sources()) {
      html.add(
          "<tr><th scope=\"row\">{}</th><td class=\"count\"><span class=\"dot {}\"></span>{} of"
              + " {}</td><td>{}",
          Words.spaced(source.source()),
          source.complete() == source.lists() ? "ok" : "warning",
          source.complete(),
          source.lists(),
          oldest(source.oldest()));
      html.add(
          source.never() > 0 ? "<span class=\"sub\">{} never</span></td></tr>\n" : "</td></tr>\n",
          never(source));
    }
    html.add("</tbody></table></div></section>\n");
  }

  private static Object[] never(StatusView.SourceLine source) {
    return source.never() > 0 ? new Object[] {source.never()} : new Object[0];
  }

  private String oldest(@Nullable Instant at) {
    return at == null ? "never" : Words.ago(at, now);
  }

  private void told() {
    html.add("<section>\n<h2>Alerted recently</h2>\n");
    channels(view.channels());
    if (view.told().isEmpty()) {
      html.add("<p class=\"empty\">Nothing was alerted yet.</p></section>\n");
      return;
    }
    html.add("<ol class=\"told\">\n");
    for (var told : view.told()) {
      html.add(
          "<li><time datetime=\"{}\">{}</time><span class=\"pill {}\">{}</span><span"
              + " class=\"what\"><bdi>{}</bdi><span class=\"sub\">{}",
          told.at(),
          time(told.at()),
          told.severity(),
          told.severity(),
          told.summary(),
          Words.spaced(told.type()));
      told.deliveries().forEach(delivery -> html.add(" · {}", delivery));
      html.add("</span></span></li>\n");
    }
    html.add("</ol></section>\n");
  }

  private void channels(List<StatusView.Channel> channels) {
    if (channels.isEmpty()) {
      return;
    }
    html.add("<ul class=\"channels\">\n");
    for (var channel : channels) {
      var oldest = channel.oldest();
      var failure = channel.lastFailure();
      var late = oldest != null && Duration.between(oldest, now).toMinutes() >= 15;
      html.add(
          "<li><span class=\"dot {}\"></span><b>{}</b> {}",
          late ? "warning" : "ok",
          channel.name(),
          channel.pending() == 0 ? "nothing waits" : channel.pending() + " waiting");
      html.add(" · last delivered {}", oldest(channel.lastSuccess()));
      if (late && failure != null) {
        html.add(" · {}", failure);
      }
      html.add("</li>\n");
    }
    html.add("</ul>\n");
  }

  private void foot() {
    html.add(
        """
        </main>
        <footer>
        <p>Certvigil {}</p>
        <nav aria-label="More"><a href="metrics">Metrics</a> <a href="-/healthy">Healthy</a> <a href="-/ready">Ready</a></nav>
        </footer>
        </body>
        </html>
        """,
        view.head().version());
  }
}
