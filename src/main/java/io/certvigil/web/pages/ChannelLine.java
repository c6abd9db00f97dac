package io.certvigil.web.pages;

import io.certvigil.policy.ChannelStatus;
import io.certvigil.store.Outbox.Backlog;
import io.certvigil.web.html.Html;
import org.jspecify.annotations.Nullable;

/**
 * A channel as every page shows it.
 *
 * @param backlog null if nothing was ever sent through it
 */
public record ChannelLine(String name, @Nullable Backlog backlog, ChannelStatus status) {
  public static ChannelLine unused(String name) {
    return new ChannelLine(name, null, ChannelStatus.unused());
  }

  /** The coloured dot before its name; its label says in a word what the colour means. */
  public void dot(Html html) {
    var word = status.state().word();
    html.add(
        "<span class=\"dot {}\" role=\"img\" aria-label=\"{}\" title=\"{}\"></span>",
        style(),
        word,
        word);
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
