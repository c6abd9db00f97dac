package io.certvigil.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was alerted, and how the channels stand. */
final class ToldPart {
  private final StatusView view;
  private final Instant now;
  private final Html html;

  ToldPart(StatusView view, Html html) {
    this.view = view;
    this.now = view.now();
    this.html = html;
  }

  void add() {
    html.add("<section>\n<h2>Alerted recently</h2>\n");
    channels(view.channels());
    if (view.events().isEmpty()) {
      html.add("<p class=\"empty\">Nothing was alerted yet.</p></section>\n");
      return;
    }
    EventList.add(html, view.events(), true);
    html.add("<p class=\"all\"><a href=\"alerts\">All alerts</a></p>");
    html.add("</section>\n");
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

  private Object oldest(@Nullable Instant at) {
    return at == null ? "never" : new Html.Ago(at, now);
  }
}
