package io.certvigil.web.pages;

import io.certvigil.policy.ChannelStatus;
import io.certvigil.store.Outbox.Backlog;
import io.certvigil.web.site.SiteContext;
import java.time.Instant;
import java.util.List;

/** Reads how the channels do, for every page that shows it. */
public final class ChannelStatusReader {
  private final SiteContext context;

  public ChannelStatusReader(SiteContext context) {
    this.context = context;
  }

  /** Those through which something was sent, also if they are no longer configured. */
  public List<ChannelLine> read(Instant now) {
    return context.outbox().backlog().stream().map(backlog -> line(backlog, now)).toList();
  }

  private ChannelLine line(Backlog backlog, Instant now) {
    var reason = backlog.lastFailure();
    var configuration = reason != null && context.daemon().isConfigurationFault(reason);
    var status = ChannelStatus.of(backlog.failingSince(), configuration, backlog.oldest(), now);
    return new ChannelLine(backlog.channel(), backlog, status);
  }
}
