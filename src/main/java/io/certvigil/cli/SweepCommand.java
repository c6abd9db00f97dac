package io.certvigil.cli;

import io.certvigil.app.App;
import io.certvigil.config.Config;
import io.certvigil.store.Store;
import io.certvigil.sweep.Summary;
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
final class SweepCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofMillis(250);

  private final World world;

  @Mixin private Common common = new Common();

  @Option(
      names = "--timeout",
      paramLabel = "1h",
      description = "How long to wait for a daemon; default: 1h.")
  private Duration timeout = Duration.ofHours(1);

  SweepCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() throws InterruptedException {
    var config = common.withoutSecrets(world);
    if (!Files.exists(config.store().file()) || !asked(config)) {
      alone();
    }
    try (var store = Store.beside(config.store())) {
      return new Readability(store.scopes().health()).tell(world);
    }
  }

  /** False where there is no daemon to ask. */
  private boolean asked(Config config) throws InterruptedException {
    try (var store = Store.beside(config.store())) {
      if (!store.requests().daemonRuns()) {
        return false;
      }
      long request = store.requests().sweep(world.clock().instant());
      if (world.talks()) {
        world.err().println("A daemon runs; it sweeps now ...");
      }
      await(store, request);
    }
    world.out().println("Swept by the running daemon.");
    return true;
  }

  private void await(Store store, long request) throws InterruptedException {
    var end = world.clock().instant().plus(timeout);
    while (!store.requests().done(request)) {
      if (!store.requests().daemonRuns()) {
        throw new Failure(
            Exit.BAD_NEWS, "the daemon has stopped; its next start sweeps what is left");
      }
      if (!world.clock().instant().isBefore(end)) {
        throw new Failure(
            Exit.BAD_NEWS, "the daemon has not finished in time; it goes on, see its log");
      }
      Thread.sleep(LOOK);
    }
  }

  private void alone() {
    var config = common.config(world);
    try (var app = new App(config, world.version(), world.clock())) {
      world.out().println(sweep(app));
    }
  }

  private Summary sweep(App app) {
    try (var progress = new SweepProgress(world)) {
      return app.sweepOnce(progress);
    }
  }
}
