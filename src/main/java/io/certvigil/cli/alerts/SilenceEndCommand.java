package io.certvigil.cli.alerts;

import io.certvigil.cli.certificates.KeyResolver;
import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.model.PrintableText;
import io.certvigil.policy.Silence;
import io.certvigil.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Expires a silence. */
@Command(
    name = "end",
    description = "Expires a silence now; alerts that it suppressed and that still fire are sent.")
public final class SilenceEndCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      paramLabel = "ID",
      description = "Id of the silence or its beginning, or a part of its key, author or comment.")
  private String id = "";

  public SilenceEndCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var config = common.configWithoutSecrets(context);
    try (var store = Store.openForCommand(config.store())) {
      var now = context.now();
      var silence = store.silences().find(id).orElseThrow(() -> notFound(store, now));
      boolean ended = store.silences().expire(silence.id(), now);
      context
          .out()
          .println(
              ended
                  ? "Expired: " + silence.id()
                  : silence.id() + " had already expired, " + CellFormat.minute(silence.endsAt()));
      context.out().flush();
    }
    return ExitCode.SUCCESS;
  }

  private CommandFailure notFound(Store store, Instant now) {
    var part = id.strip();
    List<Silence> found =
        store.silences().list().stream()
            .filter(silence -> !part.isEmpty() && matches(silence, part))
            .toList();
    if (found.isEmpty()) {
      return new CommandFailure(
          ExitCode.FAILURE,
          "no silence has the id "
              + PrintableText.of(id)
              + "; see certvigil silence list --expired");
    }
    new KeyResolver(context, store, now).printCandidates(found, SilenceListing.at(now));
    return new CommandFailure(
        ExitCode.USAGE, found.size() + " silences match; give one of these ids");
  }

  private static boolean matches(Silence silence, String part) {
    return silence.id().startsWith(part)
        || silence.key().contains(part)
        || silence.author().contains(part)
        || silence.comment().contains(part);
  }
}
