package io.certvigil.cli.daemon;

import io.certvigil.app.App;
import io.certvigil.cli.doctor.ReadabilityChecks;
import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.config.Config;
import io.certvigil.store.Store;
import io.certvigil.sweep.SweepSummary;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a sweep now. */
@Command(
    name = "sweep",
    description =
        "Reads all lists now: in the daemon if one is running, otherwise in this process.")
public final class SweepCommand implements Callable<Integer> {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

  private final CommandContext context;

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--timeout",
      paramLabel = "1h",
      description = "How long to wait for a daemon; default: 1h.")
  private Duration timeout = Duration.ofHours(1);

  public SweepCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    var config = common.configWithoutSecrets(context);
    if (!Files.exists(config.store().file()) || !sweepByDaemon(config)) {
      sweepHere();
    }
    try (var store = Store.openForCommand(config.store())) {
      return new ReadabilityChecks(store.scopes().health()).print(context);
    }
  }

  /** False if no daemon is running. */
  private boolean sweepByDaemon(Config config) throws InterruptedException {
    try (var store = Store.openForCommand(config.store())) {
      if (!store.requests().daemonRuns()) {
        return false;
      }
      long request = store.requests().requestSweep(context.clock().instant());
      if (context.errIsTerminal()) {
        context.err().println("A daemon is running; waiting for its sweep ...");
      }
      await(store, request);
    }
    context.out().println("Swept by the running daemon.");
    return true;
  }

  private void await(Store store, long request) throws InterruptedException {
    var end = context.clock().instant().plus(timeout);
    while (!store.requests().isFinished(request)) {
      if (!store.requests().daemonRuns()) {
        throw new CommandFailure(
            ExitCode.FAILURE,
            "the daemon has stopped; it sweeps the remaining lists after its next start");
      }
      if (!context.clock().instant().isBefore(end)) {
        throw new CommandFailure(
            ExitCode.FAILURE,
            "the daemon has not finished in time; the sweep continues, see its log");
      }
      Thread.sleep(POLL_INTERVAL);
    }
  }

  private void sweepHere() {
    var config = common.config(context);
    try (var app = new App(config, context.version(), context.clock())) {
      context.out().println(sweep(app));
    }
  }

  private SweepSummary sweep(App app) {
    try (var progress = new SweepProgressBar(context)) {
      return app.sweepOnce(progress);
    }
  }
}
