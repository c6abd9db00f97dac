package io.certvigil.web.pages;

import io.certvigil.policy.ChannelStatus;
import io.certvigil.store.Outbox.Backlog;
import io.certvigil.web.site.SiteContext;
import java.time.Instant;
import java.util.List;

/** Reads the status of the channels, for all pages that show it. */
public final class ChannelStatusReader {
  private final SiteContext context;

  public ChannelStatusReader(SiteContext context) {
    this.context = context;
  }

  /** The channels that have had deliveries, including those that are no longer configured. */
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
