package io.certvigil.cli;

import io.certvigil.policy.Alert.Ack;
import io.certvigil.store.AckResult;
import io.certvigil.store.Store;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes an alert on. */
@Command(name = "ack", description = "Takes an alert on: no reminders of it until its next rung.")
final class AckCommand implements Callable<Integer> {
  private final World world;

  @Mixin private Common common = new Common();
  @Mixin private Author author = new Author();

  @Option(names = "--undo", description = "Gives it back: its reminders go on.")
  private boolean undo;

  @Parameters(
      paramLabel = "KEY",
      description = "Key of the alert or its certificate, or a part of its id or name.")
  private String key = "";

  AckCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    var name = author.name(world);
    var config = common.withoutSecrets(world);
    try (var store = Store.beside(config.store())) {
      var now = world.now();
      var alert = new Keys(world, store, now).firing(key).alert();
      tell(act(store, alert.id().key(), name, now));
    }
    return Exit.FINE;
  }

  private AckResult act(Store store, String alert, String name, Instant now) {
    return undo ? store.alerts().unack(alert, now) : store.alerts().ack(alert, name, now);
  }

  private void tell(AckResult acked) {
    var line =
        switch (acked) {
          case AckResult.Changed(var alert) ->
              (undo ? "Given back: " : "Acknowledged: ")
                  + alert.id().key()
                  + " "
                  + alert.subject().name();
          case AckResult.Unchanged(var alert) ->
              alert.id().key() + " " + alert.subject().name() + unchanged(alert.progress().ack());
          case AckResult.NothingFires(var gone) ->
              throw new Failure(
                  Exit.BAD_NEWS, gone + " has just been resolved; see certvigil alerts");
        };
    world.out().println(Cells.plain(line));
    world.out().flush();
  }

  private static String unchanged(@Nullable Ack ack) {
    return ack == null
        ? " was acknowledged by nobody"
        : " was acknowledged already by " + ack.by() + ", " + Cells.minute(ack.at());
  }
}
