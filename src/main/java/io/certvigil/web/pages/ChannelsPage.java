package io.certvigil.web.pages;

import io.certvigil.policy.ChannelStatus;
import io.certvigil.store.Outbox.Backlog;
import io.certvigil.web.html.FormField;
import io.certvigil.web.html.Html;
import io.certvigil.web.html.PageLayout;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.html.PageText;
import io.certvigil.web.html.Tab;
import io.certvigil.web.site.DaemonInfo;
import java.time.Instant;
import java.util.List;

/** The page at {@code /channels}: who is told, whether it arrives, and a test of it. */
public final class ChannelsPage {
  private static final List<String> STATES =
      List.of("ready", "sending", "delivered", "suppressed", "expired", "discarded");

  private final PageRequest question;
  private final ChannelsView view;

  public ChannelsPage(PageRequest question, ChannelsView view) {
    this.question = question;
    this.view = view;
  }

  public String html(PageLayout shell) {
    return shell.page(Tab.CHANNELS, "Channels", false, html -> add(html, shell));
  }

  private void add(Html html, PageLayout shell) {
    html.add("<h1>Channels</h1>\n<section>\n");
    testResult(html);
    if (view.channels().isEmpty()) {
      html.add(
          "<p class=\"empty\">No channel is configured: alerts are kept and shown here only. Add"
              + " one under <code>channels</code> of the config.</p>\n");
    } else {
      channels(html, shell);
    }
    html.add("</section>\n");
    new DeliveriesPart(html, shell.now()).add("Newest deliveries", view.deliveries(), this::filter);
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
        "<div class=\"banner {}\" role=\"status\"><p><b>Test of {}:</b> {}</p>",
        all ? "ok" : "critical",
        test.channel(),
        test.attempts().isEmpty() ? "this channel makes no message of a test." : "");
    for (var tried : test.attempts()) {
      html.add(
          "<p>{} {}: {}</p>",
          tried.lane(),
          tried.delivered() ? "delivered" : "not delivered",
          tried.reply());
    }
    html.add("</div>\n");
  }

  private void channels(Html html, PageLayout shell) {
    html.add(
        """
        <div class="sheet"><table class="channels">
        <thead><tr><th scope="col">Channel</th><th scope="col">Tells</th><th scope="col">Waiting</th>\
        <th scope="col">Last delivered</th><th scope="col">Last failure</th>\
        <th scope="col"><span class="hidden">What to do</span></th></tr></thead>
        <tbody>
        """);
    view.channels().forEach(line -> row(html, line, shell));
    html.add("</tbody></table></div>\n");
    if (!question.mayChange()) {
      html.add(
          "<p class=\"how\">To test a channel here, the daemon must know who asks: set"
              + " <code>web.basic_auth_users</code>. On its machine"
              + " <code>certvigil channel test NAME</code> does it.</p>\n");
    }
  }

  private void row(Html html, ChannelsView.ConfiguredChannel line, PageLayout shell) {
    var channel = line.channel();
    var backlog = line.status().backlog();
    html.add(
        "<tr><th scope=\"row\">{}<bdi>{}</bdi><span"
            + " class=\"sub\">{}</span></th><td>{} and worse</td>",
        (Html.Part) line.status()::dot,
        channel.name(),
        channel.type(),
        channel.minSeverity());
    if (backlog == null) {
      html.add("<td data-of=\"waiting\">nothing</td><td data-of=\"delivered\">never</td><td></td>");
    } else {
      deliveryCells(html, backlog, line.status().status(), shell.now());
    }
    html.add("<td class=\"go\">");
    if (question.mayChange()) {
      html.add(
          "<form method=\"post\" action=\"{}channels/test\"><input type=\"hidden\""
              + " name=\"name\" value=\"{}\"><button aria-label=\"Test {}\">Test</button></form>",
          shell.pathToRoot(),
          channel.name(),
          channel.name());
    }
    html.add("</td></tr>\n");
  }

  private static void deliveryCells(Html html, Backlog backlog, ChannelStatus status, Instant now) {
    var oldest = backlog.oldest();
    html.add(
        "<td data-of=\"waiting\">{}",
        backlog.pending() == 0 ? "nothing" : PageText.grouped(backlog.pending()));
    if (oldest != null) {
      html.add("<span class=\"sub\">oldest {}</span>", new Html.Ago(oldest, now));
    }
    var success = backlog.lastSuccess();
    html.add(
        "</td><td data-of=\"delivered\">{}</td><td>",
        success == null ? "never" : new Html.Ago(success, now));
    var failure = backlog.lastFailure();
    if (failure != null) {
      html.add("<bdi>{}</bdi>", failure);
    }
    var since = backlog.failingSince();
    if (since != null) {
      html.add("<span class=\"sub\">{} since {}</span>", status.state().word(), since);
    }
    html.add("</td>");
  }

  private void filter(Html html) {
    html.add(
        "<form class=\"filter\" action=\"{}\" aria-label=\"Filter deliveries\" data-filter>\n",
        view.test() == null ? "channels" : "../channels");
    var field = new FormField(html, question);
    field.select(
        "channel", "Channel", view.channels().stream().map(line -> line.channel().name()).toList());
    field.select("state", "State", STATES);
    html.add("<button>Filter</button></form>\n");
  }
}
