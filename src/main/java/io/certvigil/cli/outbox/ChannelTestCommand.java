package io.certvigil.cli.outbox;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.config.ErrorWording;
import io.certvigil.model.PrintableText;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.check.ChannelTest;
import io.certvigil.store.Outbox;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Sends a test message through a channel. */
@Command(
    name = "test",
    description = "Sends a test message through a channel and prints the receiver's response.")
public final class ChannelTestCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "NAME", description = "Name of the channel in the config.")
  private String name = "";

  public ChannelTestCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var settings = common.config(context).alerting();
    requireChannel(settings);
    var now = context.now();
    var version = context.version().version();
    var tried = ChannelTest.of(settings, name, version, Outbox.testEvent(name, now), now);
    tried.forEach(one -> context.out().println(PrintableText.of(line(one))));
    context.out().flush();
    return exit(tried);
  }

  private void requireChannel(NotifySettings settings) {
    var names = settings.channels().keySet();
    if (!names.contains(name)) {
      var configured =
          names.isEmpty() ? "configured: none" : "configured: " + String.join(", ", names);
      throw new CommandFailure(
          ExitCode.USAGE,
          "there is no channel "
              + PrintableText.of(name)
              + ErrorWording.suggest(name, names)
              + "; "
              + configured);
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
      throw new CommandFailure(ExitCode.FAILURE, "the channel " + name + " sends no test messages");
    }
    boolean all = tried.stream().allMatch(one -> one.outcome() instanceof Outcome.Delivered);
    return all ? ExitCode.SUCCESS : ExitCode.FAILURE;
  }
}
