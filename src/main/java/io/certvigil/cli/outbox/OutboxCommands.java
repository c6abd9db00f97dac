package io.certvigil.cli.outbox;

import io.certvigil.cli.certificates.KeyResolver;
import io.certvigil.cli.options.AuthorOption;
import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.options.MomentOption;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.DetailPrinter;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.config.ErrorWording;
import io.certvigil.model.PrintableText;
import io.certvigil.store.view.CommandQueries;
import io.certvigil.store.view.DeliveryView;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that list, show, replay and discard deliveries. */
public final class OutboxCommands {
  private static final int LONGEST_REASON = 200;
  private static final List<String> STATES =
      List.of("ready", "sending", "delivered", "suppressed", "expired", "discarded");

  private OutboxCommands() {}

  @Command(description = "Lists the deliveries, newest first.")
  static void list(
      @Mixin CommonOptions common,
      @Mixin OutputOption output,
      @Option(
              names = "--channel",
              paramLabel = "NAME",
              description = "Only deliveries of this channel.")
          @Nullable String channel,
      @Option(
              names = "--state",
              paramLabel = "STATE",
              description =
                  "Only this state: ready, sending, delivered, suppressed, expired or discarded.")
          @Nullable String state,
      @Option(
              names = "--refused",
              description =
                  "Only what the receiver refused and, after a fix, outbox replay sends again.")
          boolean refused,
      @Option(
              names = "--alert",
              paramLabel = "KEY",
              description = "Only deliveries of this alert. " + KeyResolver.KEY)
          @Nullable String alert,
      @Option(
              names = "--since",
              paramLabel = "36h",
              description =
                  "Only deliveries of this last period, or since a time such as 2026-11-21.")
          @Nullable String since,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "100",
              description = "Maximum number of rows, 0 for all; default: 100.")
          int limit) {
    if (state != null) {
      CommandFailure.requireOneOf("--state", state, STATES);
    }
    if (limit < 0) {
      throw CommandFailure.usage("--limit must be 0 or more, was " + limit);
    }
    var context = common.context();
    var now = context.now();
    var from = since == null ? null : MomentOption.since("--since", since, now);
    var config = common.configWithoutSecrets();
    if (channel != null) {
      noteChannel(context, channel, config.alerting().channels().keySet());
    }
    try (var queries = common.queries(config)) {
      var key = alert == null ? null : KeyResolver.alert(context, queries, alert);
      var filter = new DeliveryView.Filter(channel, state, key, from, limit, refused);
      var found = queries.deliveries(filter);
      OutboxListing.LISTING.print(context, output.format(), found::forEach);
      if (limit > 0 && found.size() == limit) {
        context.printError("Only the newest " + limit + " are shown; --limit 0 shows all.");
      }
    }
  }

  /** Only a note: deliveries of a channel may exist although it was removed from the config. */
  private static void noteChannel(CommandContext context, String channel, Set<String> names) {
    if (!names.contains(channel)) {
      context.printError(
          "certvigil: the config has no channel "
              + PrintableText.of(channel)
              + ErrorWording.suggest(channel, names));
    }
  }

  @Command(
      description =
          "Shows one delivery: its events, each attempt with the response, and the message body.")
  static void show(
      @Mixin CommonOptions common,
      @Mixin OutputOption output,
      @Parameters(paramLabel = "ID", description = OutboxKeys.ID) String id) {
    var context = common.context();
    try (var queries = common.queries()) {
      var view = find(context, queries, id);
      OutboxListing.LISTING.printOne(context, output.format(), view, lines -> print(lines, view));
    }
  }

  private static void print(DetailPrinter lines, DeliveryView view) {
    lines.line("Id", view.id());
    lines.line("Message", view.messageId());
    lines.line("Channel", OutboxListing.channel(view));
    lines.line(
        "State", view.state() + (view.ambiguous() ? ", may have been received already" : ""));
    lines.line("Created", view.createdAt());
    lines.line("Next attempt", view.nextAttemptAt());
    lines.line(
        "Waits for", view.blocked() == 0 ? null : view.blocked() + " in the queue before it");
    lines.line("Closed", view.closedAt());
    lines.line("Closed by", view.closedBy());
    lines.line("Replayed by", view.replayedBy());
    lines.line("Reason", view.reason());
    view.events()
        .forEach(one -> lines.line("Event", one.type() + " " + one.id() + " " + one.summary()));
    view.log().forEach(tried -> lines.line("Attempt", attempt(tried)));
    var body = view.body();
    if (body != null && !body.isEmpty()) {
      lines.out().println();
      body.lines().forEach(line -> lines.out().println(PrintableText.of(line)));
    }
  }

  private static String attempt(DeliveryView.DeliveryAttempt tried) {
    var reason = tried.reason() == null ? "" : " (" + tried.reason() + ")";
    var answer = tried.answer() == null ? "" : ": " + tried.answer();
    return tried.number() + " " + tried.endedAt() + " " + tried.outcome() + reason + answer;
  }

  private static DeliveryView find(CommandContext context, CommandQueries queries, String id) {
    return OutboxKeys.find(context, queries::delivery, queries::searchDeliveries, id);
  }

  @Command(
      description =
          "Sends a delivery again, or at once if it is pending, with the same id and body. Its"
              + " author is stored.")
  static void replay(
      @Mixin CommonOptions common,
      @Mixin AuthorOption author,
      @Parameters(paramLabel = "ID", description = OutboxKeys.ID) String id) {
    var context = common.context();
    var name = author.name(context);
    try (var access = common.access(common.configWithoutSecrets())) {
      var view = find(context, access.queries(), id);
      OutboxKeys.requireDone(access.changes().replay(view.id(), name), view);
      var when =
          access.changes().daemonRuns()
              ? "the daemon sends it within seconds"
              : "no daemon is running: it is sent when one starts";
      context.print("Queued again for " + view.channel() + ": " + view.id() + "; " + when);
    }
  }

  @Command(
      description = "Discards a pending delivery: it is not sent. Author and reason are stored.")
  static void discard(
      @Mixin CommonOptions common,
      @Mixin AuthorOption author,
      @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "The reason.")
          String reason,
      @Parameters(paramLabel = "ID", description = OutboxKeys.ID) String id) {
    var context = common.context();
    var why = AuthorOption.text("--reason", reason, LONGEST_REASON);
    var name = author.name(context);
    try (var access = common.access(common.configWithoutSecrets())) {
      var view = find(context, access.queries(), id);
      OutboxKeys.requireDone(access.changes().discard(view.id(), name, why), view);
      context.print("Discarded: " + view.id() + " to " + OutboxListing.channel(view));
    }
  }
}
