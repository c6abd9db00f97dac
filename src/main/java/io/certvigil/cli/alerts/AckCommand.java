package io.certvigil.cli.alerts;

import io.certvigil.cli.certificates.KeyResolver;
import io.certvigil.cli.options.AuthorOption;
import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.model.PrintableText;
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

/** Acknowledges an alert. */
@Command(
    name = "ack",
    description = "Acknowledges an alert: no reminders until its next alert step.")
public final class AckCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private AuthorOption author = new AuthorOption();

  @Option(names = "--undo", description = "Remove the acknowledgement: reminders are sent again.")
  private boolean undo;

  @Parameters(paramLabel = "KEY", description = KeyResolver.KEY)
  private String key = "";

  public AckCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var name = author.name(context);
    var config = common.configWithoutSecrets(context);
    try (var store = Store.openForCommand(config.store())) {
      var now = context.now();
      var alert = new KeyResolver(context, store, now).firing(key).alert();
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
              (undo ? "Unacknowledged: " : "Acknowledged: ")
                  + alert.id().key()
                  + " "
                  + alert.subject().name();
          case AckResult.Unchanged(var alert) ->
              alert.id().key() + " " + alert.subject().name() + unchanged(alert.progress().ack());
          case AckResult.NotFiring(var gone) ->
              throw new CommandFailure(
                  ExitCode.FAILURE, gone + " has just been resolved; see certvigil alerts");
        };
    context.out().println(PrintableText.of(line));
    context.out().flush();
  }

  private static String unchanged(@Nullable Ack ack) {
    return ack == null
        ? " was not acknowledged"
        : " was already acknowledged by " + ack.by() + ", " + CellFormat.minute(ack.at());
  }
}
