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
    description = "Sends a delivery again or at once: the same id, the same bytes.")
public final class OutboxReplayCommand implements Callable<Integer> {
  private final CommandContext world;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "ID", description = "Its number, or a part of its message's id.")
  private String id = "";

  public OutboxReplayCommand(CommandContext world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    var config = common.configWithoutSecrets(world);
    try (var store = Store.openForCommand(config.store())) {
      var view = OutboxKeys.find(world, store, id);
      OutboxKeys.requireDone(store.outbox().replay(view.id(), world.now()), view);
      var when =
          store.requests().daemonRuns()
              ? "the daemon sends it within seconds"
              : "no daemon runs: it goes when one starts";
      world.out().println("Goes again to " + view.channel() + ": " + view.id() + "; " + when);
      world.out().flush();
    }
    return ExitCode.SUCCESS;
  }
}
