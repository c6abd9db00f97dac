package io.certvigil.cli;

import io.certvigil.config.Words;
import io.certvigil.store.Store;
import io.certvigil.store.view.DeliveryView;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The deliveries. */
@Command(name = "list", description = "The deliveries, newest first.")
final class OutboxListCommand implements Callable<Integer> {
  private static final List<String> STATES =
      List.of("ready", "sending", "delivered", "suppressed", "expired", "discarded");

  private final World world;

  @Mixin private Common common = new Common();
  @Mixin private Output output = new Output();

  @Option(names = "--channel", paramLabel = "NAME", description = "Only of this channel.")
  private @Nullable String channel;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only ready, sending, delivered, suppressed, expired or discarded.")
  private @Nullable String state;

  @Option(
      names = "--alert",
      paramLabel = "KEY",
      description = "Only of this alert, by its key or a part of its id or name.")
  private @Nullable String alert;

  @Option(
      names = "--since",
      paramLabel = "36h",
      description = "Only of this last while, or since a moment such as 2026-11-21.")
  private @Nullable String since;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many, 0 for all; default: 100.")
  private int limit = 100;

  OutboxListCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    check();
    var now = world.now();
    var from = since == null ? null : Moment.since("--since", since, now);
    var config = common.withoutSecrets(world);
    noteChannel(config.alerting().channels().keySet());
    try (var store = Store.beside(config.store())) {
      var key = alert == null ? null : new Keys(world, store, now).alert(alert);
      var found =
          store.outbox().deliveries(new DeliveryView.Filter(channel, state, key, from, limit));
      OutboxListing.LISTING.print(world, output.format(), found::forEach);
      if (limit > 0 && found.size() == limit) {
        world.err().println("These are the newest " + limit + "; --limit 0 shows all.");
      }
    }
    return Exit.FINE;
  }

  private void check() {
    if (state != null && !STATES.contains(state)) {
      throw new Failure(
          Exit.USAGE,
          "--state must be one of "
              + String.join(", ", STATES)
              + ", was "
              + Cells.plain(state)
              + Words.suggest(state, STATES));
    }
    if (limit < 0) {
      throw new Failure(Exit.USAGE, "--limit must be 0 or more, was " + limit);
    }
  }

  /** Its deliveries may be there although the config has it no more. */
  private void noteChannel(Set<String> names) {
    if (channel != null && !names.contains(channel)) {
      world
          .err()
          .println(
              "certvigil: the config has no channel "
                  + Cells.plain(channel)
                  + Words.suggest(channel, names));
    }
  }
}
