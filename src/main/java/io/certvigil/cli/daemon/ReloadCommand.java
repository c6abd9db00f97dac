package io.certvigil.cli.daemon;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.config.ConfigException;
import io.certvigil.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes the running daemon reload its config. */
@Command(
    name = "reload",
    description =
        "Makes the running daemon apply its changed config, completely or not at all, and reports"
            + " the result.")
public final class ReloadCommand implements Callable<Integer> {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

  private final CommandContext context;

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--timeout",
      paramLabel = "1m",
      description = "How long to wait for the daemon; default: 1m.")
  private Duration timeout = Duration.ofMinutes(1);

  public ReloadCommand(CommandContext context) {
    this.context = context;
  }

  /** Problems that show without reading secrets are reported before the daemon is signalled. */
  @Override
  public Integer call() throws InterruptedException {
    var config = common.configWithoutSecrets(context);
    try (var store = Store.openForCommand(config.store())) {
      long pid =
          store
              .requests()
              .daemonPid()
              .orElseThrow(
                  () ->
                      new CommandFailure(
                          ExitCode.FAILURE,
                          "no daemon is running on %s; it reads the config when it starts"
                              .formatted(config.store().file())));
      long mine = store.requests().reloadsBegun() + 1;
      signalDaemon(pid);
      var problems = await(store, mine);
      if (!problems.isEmpty()) {
        throw new ConfigException(problems);
      }
    }
    context.out().println("Applied by the running daemon.");
    return ExitCode.SUCCESS;
  }

  private static void signalDaemon(long pid) {
    switch (Signals.sendHangup(pid)) {
      case SENT -> {}
      case FORBIDDEN ->
          throw new CommandFailure(
              ExitCode.FAILURE,
              "permission denied: this user cannot signal the daemon (pid %d); run this as its user or as root"
                  .formatted(pid));
      case NO_PROCESS ->
          throw new CommandFailure(
              ExitCode.FAILURE,
              "the daemon (pid %d) has just stopped or runs in another container".formatted(pid));
    }
  }

  private List<String> await(Store store, long mine) throws InterruptedException {
    var end = context.clock().instant().plus(timeout);
    Optional<List<String>> ended = store.requests().reloadEnded(mine);
    while (ended.isEmpty()) {
      if (!store.requests().daemonRuns()) {
        throw new CommandFailure(ExitCode.FAILURE, "the daemon has stopped; see its log");
      }
      if (!context.clock().instant().isBefore(end)) {
        throw new CommandFailure(
            ExitCode.FAILURE, "the daemon has not answered in time; see its log");
      }
      Thread.sleep(POLL_INTERVAL);
      ended = store.requests().reloadEnded(mine);
    }
    return ended.get();
  }
}
