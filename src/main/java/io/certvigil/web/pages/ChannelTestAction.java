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
   * Waits for the answer of the receiver.
   *
   * @throws PageNotFound if the channel is not configured
   */
  ChannelsView.ChannelTestResult run(PageRequest question) {
    var name = question.text("name");
    if (context.daemon().channels().stream().noneMatch(channel -> channel.name().equals(name))) {
      throw new PageNotFound("There is no such channel any more; see the page of channels.");
    }
    return new ChannelsView.ChannelTestResult(name, context.daemon().test(name));
  }
}
