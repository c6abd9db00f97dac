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

/** One sweep now. */
@Command(
    name = "sweep",
    description = "Reads everything now: by the daemon where one runs, else by itself.")
public final class SweepCommand implements Callable<Integer> {
  private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

  private final CommandContext world;

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--timeout",
      paramLabel = "1h",
      description = "How long to wait for a daemon; default: 1h.")
  private Duration timeout = Duration.ofHours(1);

  public SweepCommand(CommandContext world) {
    this.world = world;
  }

  @Override
  public Integer call() throws InterruptedException {
    var config = common.configWithoutSecrets(world);
    if (!Files.exists(config.store().file()) || !sweepByDaemon(config)) {
      sweepHere();
    }
    try (var store = Store.openForCommand(config.store())) {
      return new ReadabilityChecks(store.scopes().health()).print(world);
    }
  }

  /** False where there is no daemon to ask. */
  private boolean sweepByDaemon(Config config) throws InterruptedException {
    try (var store = Store.openForCommand(config.store())) {
      if (!store.requests().daemonRuns()) {
        return false;
      }
      long request = store.requests().requestSweep(world.clock().instant());
      if (world.errIsTerminal()) {
        world.err().println("A daemon runs; it sweeps now ...");
      }
      await(store, request);
    }
    world.out().println("Swept by the running daemon.");
    return true;
  }

  private void await(Store store, long request) throws InterruptedException {
    var end = world.clock().instant().plus(timeout);
    while (!store.requests().isFinished(request)) {
      if (!store.requests().daemonRuns()) {
        throw new CommandFailure(
            ExitCode.FAILURE, "the daemon has stopped; its next start sweeps what is left");
      }
      if (!world.clock().instant().isBefore(end)) {
        throw new CommandFailure(
            ExitCode.FAILURE, "the daemon has not finished in time; it goes on, see its log");
      }
      Thread.sleep(POLL_INTERVAL);
    }
  }

  private void sweepHere() {
    var config = common.config(world);
    try (var app = new App(config, world.version(), world.clock())) {
      world.out().println(sweep(app));
    }
  }

  private SweepSummary sweep(App app) {
    try (var progress = new SweepProgressBar(world)) {
      return app.sweepOnce(progress);
    }
  }
}
