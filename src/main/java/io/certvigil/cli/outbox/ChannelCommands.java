package io.certvigil.cli.outbox;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.model.PrintableText;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.check.ChannelTest;
import io.certvigil.store.Outbox;
import io.certvigil.store.view.StoreStamp;
import io.certvigil.systemd.MachineId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command that sends a test message through a channel. */
public final class ChannelCommands {
  private ChannelCommands() {}

  @Command(
      description = "Sends a test message through a channel and prints the receiver's response.")
  static int test(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "NAME", description = "Name of the channel in the config.")
          String name) {
    var context = common.context();
    var settings = common.config().alerting();
    CommandFailure.requireConfigured("channel", name, settings.channels().keySet());
    var now = context.now();
    var version = context.version().version();
    var tried =
        ChannelTest.of(
            settings,
            new StoreStamp(null, MachineId.hashed().orElse(null)),
            name,
            version,
            Outbox.testEvent(name, now),
            now,
            context.scrubber());
    tried.forEach(one -> context.print(PrintableText.of(line(name, one))));
    if (tried.isEmpty()) {
      throw CommandFailure.negative("the channel " + name + " sends no test messages");
    }
    boolean all = tried.stream().allMatch(one -> one.outcome() instanceof Outcome.Delivered);
    return all ? ExitCode.SUCCESS : ExitCode.FAILURE;
  }

  private static String line(String name, ChannelTest.TestResult tried) {
    var to = tried.lane().isEmpty() ? name : name + " (" + tried.lane() + ")";
    var outcome =
        switch (tried.outcome()) {
          case Outcome.Delivered _ -> "delivered";
          case Outcome.TryLater later -> "not delivered (" + later.reason() + ")";
          case Outcome.Rejected rejected -> "rejected (" + rejected.reason() + ")";
        };
    return to + ": " + outcome + ": " + tried.outcome().answer();
  }
}
