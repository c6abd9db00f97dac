package io.certvigil.web;

/** Sends a test message through a channel. */
final class ChannelTestAction {
  private final SiteContext context;

  ChannelTestAction(SiteContext context) {
    this.context = context;
  }

  /**
   * Waits for the answer of the receiver.
   *
   * @throws NotHere if the channel is not configured
   */
  ChannelsView.Test run(Question question) {
    var name = question.text("name");
    if (context.daemon().channels().stream().noneMatch(channel -> channel.name().equals(name))) {
      throw new NotHere("There is no such channel any more; see the page of channels.");
    }
    return new ChannelsView.Test(name, context.daemon().test(name));
  }
}
