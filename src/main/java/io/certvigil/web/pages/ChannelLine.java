package io.certvigil.web.pages;

import io.certvigil.policy.ChannelStatus;
import io.certvigil.store.view.Backlog;
import io.certvigil.web.html.Html;
import io.certvigil.web.site.SiteContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A channel and its status, as all pages show them.
 *
 * @param backlog null if nothing was ever queued for it
 */
public record ChannelLine(String name, @Nullable Backlog backlog, ChannelStatus status) {
  public static ChannelLine unused(String name) {
    return new ChannelLine(name, null, ChannelStatus.unused());
  }

  /** The channels that have had deliveries, including those that are no longer configured. */
  public static List<ChannelLine> read(SiteContext context, Instant now) {
    return context.store().outbox().backlog().stream().map(backlog -> of(backlog, now)).toList();
  }

  /** A channel that has had deliveries. */
  public static ChannelLine of(Backlog backlog, Instant now) {
    return new ChannelLine(backlog.channel(), backlog, backlog.status(now));
  }

  /** Adds the coloured dot before the channel's name, with the state's word as its label. */
  public void dot(Html html) {
    var word = status.state().word();
    html.add(
        "<span class='dot {}' role='img' aria-label='{}' title='{}'></span>", style(), word, word);
  }

  private String style() {
    return switch (status.state()) {
      case UNUSED -> "none";
      case WORKING -> "ok";
      case DELAYED, RETRYING -> "warning";
      case FAILING -> "critical";
    };
  }
}
