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

/** Discards a pending delivery. */
@Command(
    name = "discard",
    description = "Discards a pending delivery: it is not sent. Author and reason are stored.")
public final class OutboxDiscardCommand implements Callable<Integer> {
  private static final int LONGEST = 200;

  private final CommandContext context;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private AuthorOption author = new AuthorOption();

  @Parameters(paramLabel = "ID", description = OutboxKeys.ID)
  private String id = "";

  @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "The reason.")
  private String reason = "";

  public OutboxDiscardCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var why = AuthorOption.text("--reason", reason, LONGEST);
    var name = author.name(context);
    var config = common.configWithoutSecrets(context);
    try (var store = Store.openForCommand(config.store())) {
      var view = OutboxKeys.find(context, store, id);
      OutboxKeys.requireDone(store.outbox().discard(view.id(), name, why, context.now()), view);
      context.out().println("Discarded: " + view.id() + " to " + OutboxListing.channel(view));
      context.out().flush();
    }
    return ExitCode.SUCCESS;
  }
}
