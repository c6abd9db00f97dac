package io.certvigil.cli.alerts;

import io.certvigil.cli.certificates.KeyResolver;
import io.certvigil.cli.options.AuthorOption;
import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.ExitCode;
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
public final class AckCommand implements Callable<Integer> {
  private final CommandContext world;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private AuthorOption author = new AuthorOption();

  @Option(names = "--undo", description = "Gives it back: its reminders go on.")
  private boolean undo;

  @Parameters(
      paramLabel = "KEY",
      description = "Key of the alert or its certificate, or a part of its id or name.")
  private String key = "";

  public AckCommand(CommandContext world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    var name = author.name(world);
    var config = common.configWithoutSecrets(world);
    try (var store = Store.openForCommand(config.store())) {
      var now = world.now();
      var alert = new KeyResolver(world, store, now).firing(key).alert();
      printResult(act(store, alert.id().key(), name, now));
    }
    return ExitCode.SUCCESS;
  }

  private AckResult act(Store store, String alert, String name, Instant now) {
    return undo ? store.alerts().unack(alert, now) : store.alerts().ack(alert, name, now);
  }

  private void printResult(AckResult acked) {
    var line =
        switch (acked) {
          case AckResult.Changed(var alert) ->
              (undo ? "Given back: " : "Acknowledged: ")
                  + alert.id().key()
                  + " "
                  + alert.subject().name();
          case AckResult.Unchanged(var alert) ->
              alert.id().key() + " " + alert.subject().name() + unchanged(alert.progress().ack());
          case AckResult.NotFiring(var gone) ->
              throw new CommandFailure(
                  ExitCode.FAILURE, gone + " has just been resolved; see certvigil alerts");
        };
    world.out().println(CellFormat.plain(line));
    world.out().flush();
  }

  private static String unchanged(@Nullable Ack ack) {
    return ack == null
        ? " was acknowledged by nobody"
        : " was acknowledged already by " + ack.by() + ", " + CellFormat.minute(ack.at());
  }
}
