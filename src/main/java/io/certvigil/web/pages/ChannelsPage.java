package io.certvigil.web.pages;

import io.certvigil.policy.ChannelStatus;
import io.certvigil.store.view.Backlog;
import io.certvigil.web.html.FormField;
import io.certvigil.web.html.Html;
import io.certvigil.web.html.PageLayout;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.html.PageText;
import io.certvigil.web.html.Tab;
import io.certvigil.web.site.DaemonInfo;
import java.time.Instant;
import java.util.List;

/** The page at {@code /channels}: the channels, their status, a test of each, and deliveries. */
public final class ChannelsPage {
  private static final List<String> STATES =
      List.of("ready", "sending", "delivered", "suppressed", "expired", "discarded");

  private final PageRequest request;
  private final ChannelsView view;

  public ChannelsPage(PageRequest request, ChannelsView view) {
    this.request = request;
    this.view = view;
  }

  public String html(PageLayout layout) {
    return layout.page(Tab.CHANNELS, "Channels", html -> add(html, layout));
  }

  private void add(Html html, PageLayout layout) {
    html.add("<h1>Channels</h1>\n<section>\n");
    testResult(html);
    if (view.channels().isEmpty()) {
      html.add(
          "<p class='empty'>No channel is configured: alerts are stored and shown here only. Add"
              + " one under <code>channels</code> in the config.</p>\n");
    } else {
      channels(html, layout);
    }
    html.add("</section>\n");
    new DeliveriesPart(html, layout.now())
        .add("Recent deliveries", view.deliveries(), this::filter);
  }

  private void testResult(Html html) {
    var test = view.test();
    if (test == null) {
      return;
    }
    boolean all =
        !test.attempts().isEmpty()
            && test.attempts().stream().allMatch(DaemonInfo.TestAttempt::delivered);
    html.add(
        "<div class='banner {}' role='status'><p><b>Test of {}:</b> {}</p>",
        all ? "ok" : "critical",
        test.channel(),
        test.attempts().isEmpty() ? "this kind of channel sends no test message." : "");
    for (var tried : test.attempts()) {
      html.add(
          "<p>{} {}: {}</p>",
          tried.lane(),
          tried.delivered() ? "delivered" : "not delivered",
          tried.reply());
    }
    html.add("</div>\n");
  }

  private void channels(Html html, PageLayout layout) {
    html.add(
        """
        <div class="sheet"><table class="channels">
        <thead><tr><th scope="col">Channel</th><th scope="col">Severity</th><th scope="col">Pending</th>\
        <th scope="col">Last delivered</th><th scope="col">Last failure</th>\
        <th scope="col"><span class="hidden">Actions</span></th></tr></thead>
        <tbody>
        """);
    view.channels().forEach(line -> row(html, line, layout));
    html.add("</tbody></table></div>\n");
    if (!request.mayChange()) {
      html.add(
          "<p class='how'>Testing a channel on this page requires a user who may change something:"
              + " set <code>web.may_change</code>. Or run <code>certvigil channel test NAME</code>"
              + " on the daemon's host.</p>\n");
    }
  }

  private void row(Html html, ChannelsView.ConfiguredChannel line, PageLayout layout) {
    var channel = line.channel();
    var backlog = line.status().backlog();
    html.add(
        "<tr><th scope='row'>{}<bdi>{}</bdi><span"
            + " class='sub'>{}</span></th><td>{} and above</td>",
        (Html.Part) line.status()::dot,
        channel.name(),
        channel.type(),
        channel.minSeverity());
    if (backlog == null) {
      html.add("<td data-of='pending'>none</td><td data-of='delivered'>never</td><td></td>");
    } else {
      deliveryCells(html, backlog, line.status().status(), layout.now());
    }
    html.add("<td class='go'>");
    if (request.mayChange()) {
      html.add(
          "<form method='post' action='{}channels/test'><input type='hidden'"
              + " name='name' value='{}'><button aria-label='Test {}'>Test</button></form>",
          layout.pathToRoot(),
          channel.name(),
          channel.name());
    }
    html.add("</td></tr>\n");
  }

  private static void deliveryCells(Html html, Backlog backlog, ChannelStatus status, Instant now) {
    var oldest = backlog.oldest();
    html.add(
        "<td data-of='pending'>{}",
        backlog.pending() == 0 ? "none" : PageText.grouped(backlog.pending()));
    if (oldest != null) {
      html.add("<span class='sub'>oldest {}</span>", new Html.Ago(oldest, now));
    }
    html.add("</td><td data-of='delivered'>{}</td><td>", new Html.Ago(backlog.lastSuccess(), now));
    html.addIfPresent("<bdi>{}</bdi>", backlog.lastFailure());
    var failures = backlog.failures();
    if (failures != null) {
      html.add("<span class='sub'>{} since {}</span>", status.state().word(), failures.since());
      html.addIfPresent("<span class='sub'>check <code>{}</code></span>", failures.configKey());
    }
    html.add("</td>");
  }

  private void filter(Html html) {
    html.add(
        "<form class='filter' action='{}' aria-label='Filter deliveries' data-filter>\n",
        view.test() == null ? "channels" : "../channels");
    var field = new FormField(html, request);
    field.select(
        "channel", "Channel", view.channels().stream().map(line -> line.channel().name()).toList());
    field.select("state", "State", STATES);
    html.add("<button>Filter</button></form>\n");
  }
}
