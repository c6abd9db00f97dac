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
    this.now = view.head().now();
    this.html = html;
  }

  void add() {
    html.add("<section>\n<h2>Alerted recently</h2>\n");
    channels(view.channels());
    if (view.told().isEmpty()) {
      html.add("<p class=\"empty\">Nothing was alerted yet.</p></section>\n");
      return;
    }
    list(html, view.told(), true);
    html.add("<p class=\"all\"><a href=\"alerts\">All alerts</a></p>");
    html.add("</section>\n");
  }

  /**
   * What was told, and what became of it.
   *
   * @param linked whether each leads to the page of its certificate
   */
  static void list(Html html, List<StatusView.Told> all, boolean linked) {
    html.add("<ol class=\"told\">\n");
    for (var told : all) {
      html.add(
          "<li>{}<span class=\"pill {}\">{}</span><span class=\"what\">",
          told.at(),
          told.severity(),
          told.severity());
      if (linked && told.type().startsWith("certificate.")) {
        html.add("<a href=\"certificates/{}\"><bdi>{}</bdi></a>", told.alertKey(), told.summary());
      } else {
        html.add("<bdi>{}</bdi>", told.summary());
      }
      html.add("<span class=\"sub\">{}", Words.spaced(told.type()));
      told.deliveries().forEach(delivery -> html.add(" · {}", delivery));
      html.add("</span></span></li>\n");
    }
    html.add("</ol>\n");
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
