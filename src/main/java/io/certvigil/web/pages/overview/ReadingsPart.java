package io.certvigil.web.pages.overview;

import io.certvigil.web.html.Html;
import io.certvigil.web.html.PageText;
import java.time.Instant;

/** The lists that cannot be read, and the age of the readings by source. */
final class ReadingsPart {
  private static final int EXAMPLES = 8;

  private final OverviewView view;
  private final Instant now;
  private final Html html;

  ReadingsPart(OverviewView view, Html html) {
    this.view = view;
    this.now = view.now();
    this.html = html;
  }

  void add() {
    html.add("<div class='pair'>\n");
    unreadable();
    sources();
    html.add("</div>\n");
  }

  private void unreadable() {
    html.add("<section>\n<h2>Unreadable lists</h2>\n");
    if (view.unreadable().isEmpty()) {
      html.add("<p class='empty {}'>{}</p>", allReadable() ? "ok" : "", allReadableText());
    }
    view.unreadable().forEach(this::unreadable);
    html.add("</section>\n");
  }

  private boolean allReadable() {
    return view.figures().tried() > 0 && !view.blind();
  }

  private String allReadableText() {
    if (view.figures().tried() == 0) {
      return "No list has been read yet.";
    }
    return view.blind()
        ? "All lists could be read when they were last tried."
        : "All lists can be read.";
  }

  private void unreadable(OverviewView.UnreadableGroup group) {
    html.add(
        """
        <details class="card" open><summary><span class="pill warning">{}</span> {}
        <span class="since">since {}</span></summary>
        <ul>
        """,
        PageText.reason(group.reason()),
        PageText.count(group.lists().size(), "list"),
        group.since());
    group.lists().stream().limit(EXAMPLES).forEach(this::example);
    if (group.lists().size() > EXAMPLES) {
      html.add("<li class='more'>and {} more</li>", group.lists().size() - EXAMPLES);
    }
    html.add("</ul></details>\n");
  }

  private void example(OverviewView.UnreadableList example) {
    html.add("<li><b><bdi>{}</bdi></b>", PageText.withSpaces(example.name()));
    if (!example.detail().isEmpty()) {
      html.add("<span class='reason'>{}</span>", example.detail());
    }
    html.add("<span class='sub'>since {}; ", example.since());
    var lastRead = example.lastRead();
    if (lastRead == null) {
      html.add("no complete reading yet</span></li>\n");
    } else {
      html.add("last complete reading {}</span></li>\n", new Html.Ago(lastRead, now));
    }
  }

  private void sources() {
    html.add("<section>\n<h2>Age of readings</h2>\n");
    if (view.sources().isEmpty()) {
      html.add("<p class='empty'>No list is watched yet.</p></section>\n");
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
          "<tr><th scope='row'>{}</th><td class='count'><span class='dot {}'></span>{} of"
              + " {}</td><td>{}",
          PageText.withSpaces(source.source()),
          source.complete() == source.lists() && !view.blind() ? "ok" : "warning",
          source.complete(),
          source.lists(),
          new Html.Ago(source.oldest(), now));
      if (source.never() > 0) {
        html.add("<span class='sub'>{} without a reading</span>", source.never());
      }
      html.add("</td></tr>\n");
    }
    html.add("</tbody></table></div></section>\n");
  }
}
