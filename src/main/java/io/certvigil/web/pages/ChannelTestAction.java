package io.certvigil.web.pages;

import io.certvigil.web.html.PageNotFound;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.site.SiteContext;

/** Sends a test message through a channel. */
final class ChannelTestAction {
  private final SiteContext context;

  ChannelTestAction(SiteContext context) {
    this.context = context;
  }

  /**
   * Sends the message and waits for the receiver's reply.
   *
   * @throws PageNotFound if the channel is not configured
   */
  ChannelsView.ChannelTestResult run(PageRequest request) {
    var name = request.text("name");
    if (context.daemon().channels().stream().noneMatch(channel -> channel.name().equals(name))) {
      throw new PageNotFound(
          "No channel with this name is configured. The channels page lists the configured ones.");
    }
    return new ChannelsView.ChannelTestResult(name, context.daemon().test(name));
  }
}
