package io.certvigil.cli.outbox;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.store.Store;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Sends a delivery again. */
@Command(
    name = "replay",
    description = "Sends a delivery again, or at once if it is pending, with the same id and body.")
public final class OutboxReplayCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "ID", description = OutboxKeys.ID)
  private String id = "";

  public OutboxReplayCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var config = common.configWithoutSecrets(context);
    try (var store = Store.openForCommand(config.store())) {
      var view = OutboxKeys.find(context, store, id);
      OutboxKeys.requireDone(store.outbox().replay(view.id(), context.now()), view);
      var when =
          store.requests().daemonRuns()
              ? "the daemon sends it within seconds"
              : "no daemon is running: it is sent when one starts";
      context.out().println("Queued again for " + view.channel() + ": " + view.id() + "; " + when);
      context.out().flush();
    }
    return ExitCode.SUCCESS;
  }
}
