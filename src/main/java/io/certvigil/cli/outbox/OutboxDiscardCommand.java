package io.certvigil.cli.outbox;

import io.certvigil.cli.options.AuthorOption;
import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.store.Store;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Closes a delivery undelivered. */
@Command(
    name = "discard",
    description = "Closes a delivery that waits: nobody gets it. Who and why is kept.")
public final class OutboxDiscardCommand implements Callable<Integer> {
  private static final int LONGEST = 200;

  private final CommandContext world;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private AuthorOption author = new AuthorOption();

  @Parameters(paramLabel = "ID", description = "Its number, or a part of its message's id.")
  private String id = "";

  @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
  private String reason = "";

  public OutboxDiscardCommand(CommandContext world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    var why = AuthorOption.text("--reason", reason, LONGEST);
    var name = author.name(world);
    var config = common.configWithoutSecrets(world);
    try (var store = Store.openForCommand(config.store())) {
      var view = OutboxKeys.find(world, store, id);
      OutboxKeys.requireDone(store.outbox().discard(view.id(), name, why, world.now()), view);
      world.out().println("Discarded: " + view.id() + " to " + OutboxListing.channel(view));
      world.out().flush();
    }
    return ExitCode.SUCCESS;
  }
}
