package io.certvigil.cli.alerts;

import io.certvigil.cli.certificates.KeyResolver;
import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.policy.Silence;
import io.certvigil.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends a silence. */
@Command(name = "end", description = "Ends a silence now; what it covered and still fires is told.")
public final class SilenceEndCommand implements Callable<Integer> {
  private final CommandContext world;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      paramLabel = "ID",
      description = "Its id or the beginning of it, or a part of its key, author or comment.")
  private String id = "";

  public SilenceEndCommand(CommandContext world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    var config = common.configWithoutSecrets(world);
    try (var store = Store.openForCommand(config.store())) {
      var now = world.now();
      var silence = store.silences().find(id).orElseThrow(() -> notFound(store, now));
      boolean ended = store.silences().expire(silence.id(), now);
      world
          .out()
          .println(
              ended
                  ? "Ended: " + silence.id()
                  : silence.id() + " ended before, " + CellFormat.minute(silence.endsAt()));
      world.out().flush();
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
              + CellFormat.plain(id)
              + "; see certvigil silence list --expired");
    }
    new KeyResolver(world, store, now).printCandidates(found, SilenceListing.at(now));
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
