package io.certvigil.cli.outbox;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.config.ErrorWording;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.check.ChannelTest;
import io.certvigil.store.Outbox;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Sends a test message. */
@Command(
    name = "test",
    description = "Sends a test message through one channel, and says what the receiver answered.")
public final class ChannelTestCommand implements Callable<Integer> {
  private final CommandContext world;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "NAME", description = "The channel's name in the config.")
  private String name = "";

  public ChannelTestCommand(CommandContext world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    var settings = common.config(world).alerting();
    requireChannel(settings);
    var now = world.now();
    var version = world.version().version();
    var tried = ChannelTest.of(settings, name, version, Outbox.testEvent(name, now), now);
    tried.forEach(one -> world.out().println(CellFormat.plain(line(one))));
    world.out().flush();
    return exit(tried);
  }

  private void requireChannel(NotifySettings settings) {
    var names = settings.channels().keySet();
    if (!names.contains(name)) {
      var there = names.isEmpty() ? "the config has none" : "there are " + String.join(", ", names);
      throw new CommandFailure(
          ExitCode.USAGE,
          "there is no channel "
              + CellFormat.plain(name)
              + ErrorWording.suggest(name, names)
              + ": "
              + there);
    }
  }

  private String line(ChannelTest.TestResult tried) {
    var to = tried.lane().isEmpty() ? name : name + " (" + tried.lane() + ")";
    var outcome =
        switch (tried.outcome()) {
          case Outcome.Delivered _ -> "delivered";
          case Outcome.TryLater later -> "not delivered (" + later.reason() + ")";
          case Outcome.Rejected rejected -> "rejected (" + rejected.reason() + ")";
        };
    return to + ": " + outcome + ": " + tried.outcome().answer();
  }

  private int exit(List<ChannelTest.TestResult> tried) {
    if (tried.isEmpty()) {
      throw new CommandFailure(
          ExitCode.FAILURE, "the channel " + name + " makes no message of a test");
    }
    boolean all = tried.stream().allMatch(one -> one.outcome() instanceof Outcome.Delivered);
    return all ? ExitCode.SUCCESS : ExitCode.FAILURE;
  }
}
