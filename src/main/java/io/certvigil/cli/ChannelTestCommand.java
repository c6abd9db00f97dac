package io.certvigil.cli;

import io.certvigil.config.Words;
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
final class ChannelTestCommand implements Callable<Integer> {
  private final World world;

  @Mixin private Common common = new Common();

  @Parameters(paramLabel = "NAME", description = "The channel's name in the config.")
  private String name = "";

  ChannelTestCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    var settings = common.config(world).alerting();
    need(settings);
    var now = world.now();
    var version = world.version().version();
    var tried = ChannelTest.of(settings, name, version, Outbox.test(name, now), now);
    tried.forEach(one -> world.out().println(Cells.plain(line(one))));
    world.out().flush();
    return exit(tried);
  }

  private void need(NotifySettings settings) {
    var names = settings.channels().keySet();
    if (!names.contains(name)) {
      var there = names.isEmpty() ? "the config has none" : "there are " + String.join(", ", names);
      throw new Failure(
          Exit.USAGE,
          "there is no channel " + Cells.plain(name) + Words.suggest(name, names) + ": " + there);
    }
  }

  private String line(ChannelTest.Tried tried) {
    var to = tried.lane().isEmpty() ? name : name + " (" + tried.lane() + ")";
    var outcome =
        switch (tried.outcome()) {
          case Outcome.Delivered _ -> "delivered";
          case Outcome.TryLater later -> "not delivered (" + later.reason() + ")";
          case Outcome.Rejected rejected -> "rejected (" + rejected.reason() + ")";
        };
    return to + ": " + outcome + ": " + tried.outcome().answer();
  }

  private int exit(List<ChannelTest.Tried> tried) {
    if (tried.isEmpty()) {
      throw new Failure(Exit.BAD_NEWS, "the channel " + name + " makes no message of a test");
    }
    boolean all = tried.stream().allMatch(one -> one.outcome() instanceof Outcome.Delivered);
    return all ? Exit.FINE : Exit.BAD_NEWS;
  }
}
