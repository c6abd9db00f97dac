package io.certvigil.web.pages.overview;

import io.certvigil.policy.ChannelStatus.State;
import io.certvigil.web.html.Html;
import io.certvigil.web.pages.ChannelLine;
import io.certvigil.web.pages.EventList;
import java.time.Instant;
import java.util.List;

/** The recent events and the status of the channels. */
final class RecentEventsPart {
  private final OverviewView view;
  private final Instant now;
  private final Html html;

  RecentEventsPart(OverviewView view, Html html) {
    this.view = view;
    this.now = view.now();
    this.html = html;
  }

  void add() {
    html.add("<section>\n<h2>Recent events</h2>\n");
    channels(view.channels());
    if (view.events().isEmpty()) {
      html.add("<p class='empty'>No events yet.</p></section>\n");
      return;
    }
    EventList.add(html, view.events(), true);
    html.add("<p class='all'><a href='alerts'>All alerts</a></p>");
    html.add("</section>\n");
  }

  private void channels(List<ChannelLine> channels) {
    if (channels.isEmpty()) {
      return;
    }
    html.add("<ul class='channels'>\n");
    channels.forEach(this::channel);
    html.add("</ul>\n");
  }

  private void channel(ChannelLine channel) {
    var backlog = channel.backlog();
    long pending = backlog == null ? 0 : backlog.pending();
    html.add(
        "<li>{}<b>{}</b> {}",
        (Html.Part) channel::dot,
        channel.name(),
        pending == 0 ? "none pending" : pending + " pending");
    html.add(
        " · last delivered {}", new Html.Ago(backlog == null ? null : backlog.lastSuccess(), now));
    var state = channel.status().state();
    if (state != State.UNUSED && state != State.WORKING) {
      html.add(" · {}", state.word());
      html.addIfPresent(": {}", backlog == null ? null : backlog.lastFailure());
    }
    html.add("</li>\n");
  }
}
