package io.certvigil.cli.outbox;

import io.certvigil.cli.certificates.KeyResolver;
import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.options.MomentOption;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.config.ErrorWording;
import io.certvigil.model.PrintableText;
import io.certvigil.store.Store;
import io.certvigil.store.view.DeliveryView;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the deliveries. */
@Command(name = "list", description = "Lists the deliveries, newest first.")
public final class OutboxListCommand implements Callable<Integer> {
  private static final List<String> STATES =
      List.of("ready", "sending", "delivered", "suppressed", "expired", "discarded");

  private final CommandContext context;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Option(
      names = "--channel",
      paramLabel = "NAME",
      description = "Only deliveries of this channel.")
  private @Nullable String channel;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only this state: ready, sending, delivered, suppressed, expired or discarded.")
  private @Nullable String state;

  @Option(
      names = "--alert",
      paramLabel = "KEY",
      description = "Only deliveries of this alert. " + KeyResolver.KEY)
  private @Nullable String alert;

  @Option(
      names = "--since",
      paramLabel = "36h",
      description = "Only deliveries of this last period, or since a time such as 2026-11-21.")
  private @Nullable String since;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Maximum number of rows, 0 for all; default: 100.")
  private int limit = 100;

  public OutboxListCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    check();
    var now = context.now();
    var from = since == null ? null : MomentOption.since("--since", since, now);
    var config = common.configWithoutSecrets(context);
    noteChannel(config.alerting().channels().keySet());
    try (var store = Store.openForCommand(config.store())) {
      var key = alert == null ? null : new KeyResolver(context, store, now).alert(alert);
      var found =
          store.outbox().deliveries(new DeliveryView.Filter(channel, state, key, from, limit));
      OutboxListing.LISTING.print(context, output.format(), found::forEach);
      if (limit > 0 && found.size() == limit) {
        context.err().println("Only the newest " + limit + " are shown; --limit 0 shows all.");
      }
    }
    return ExitCode.SUCCESS;
  }

  private void check() {
    if (state != null && !STATES.contains(state)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--state must be one of "
              + String.join(", ", STATES)
              + ", was "
              + PrintableText.of(state)
              + ErrorWording.suggest(state, STATES));
    }
    if (limit < 0) {
      throw new CommandFailure(ExitCode.USAGE, "--limit must be 0 or more, was " + limit);
    }
  }

  /** Only a note: deliveries of a channel may exist although it was removed from the config. */
  private void noteChannel(Set<String> names) {
    if (channel != null && !names.contains(channel)) {
      context
          .err()
          .println(
              "certvigil: the config has no channel "
                  + PrintableText.of(channel)
                  + ErrorWording.suggest(channel, names));
    }
  }
}
