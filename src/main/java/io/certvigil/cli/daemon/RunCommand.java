package io.certvigil.cli.daemon;

import io.certvigil.app.App;
import io.certvigil.app.ConfigFile;
import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.Logging;
import io.certvigil.cli.terminal.Problems;
import io.certvigil.config.Config;
import io.certvigil.config.LogSettings;
import io.certvigil.systemd.SystemdNotifier;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The daemon. */
@Command(name = "run", description = "The daemon: sweeps on its schedule, alerts, serves pages.")
public final class RunCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

  private final CommandContext world;

  @Mixin private CommonOptions common = new CommonOptions();
  private @Nullable LogSettings logged;

  public RunCommand(CommandContext world) {
    this.world = world;
  }

  @Override
  public Integer call() throws InterruptedException {
    var systemd = SystemdNotifier.of(world.environment(), System::nanoTime);
    try {
      return run(systemd);
    } catch (RuntimeException e) {
      systemd.status(() -> "failed: " + Problems.firstLine(e)); // for "systemctl status"
      throw e;
    }
  }

  private int run(SystemdNotifier systemd) throws InterruptedException {
    var stop = new ShutdownSignal();
    var hangUp = new ReloadSignal();
    stop.installHandlers(hangUp::signalReceived);
    var config = common.config(world);
    log(config);
    var app = new App(config, file(), world.version(), world.clock(), systemd);
    try {
      app.start();
      logStart(config, app);
      hangUp.onReload(app::reload);
      int exit = stop.await();
      log.atInfo().log("stopping");
      return exit;
    } finally {
      ShutdownSignal.closeWithinLimit(app::close);
    }
  }

  private void log(Config config) {
    var settings = config.log();
    if (settings.equals(logged)) {
      return; // a line that is written just now must not be lost
    }
    logged = settings;
    Logging.setUp(world, settings.format(), common.debug() ? Level.DEBUG : settings.level());
  }

  private ConfigFile file() {
    return new ConfigFile() {
      @Override
      public Config read() {
        return common.config(world);
      }

      @Override
      public void applied(Config config) {
        log(config);
      }
    };
  }

  private void logStart(Config config, App app) {
    var file = common.sources(world, null).configFile().map(Path::toString).orElse("none");
    log.atInfo()
        .addKeyValue("version", world.version())
        .addKeyValue("config", file)
        .addKeyValue("store", config.store().file())
        .addKeyValue("watch", config.watch().size())
        .addKeyValue("web", app.webUri())
        .log("certvigil runs");
    config.warnings().forEach(warning -> log.atWarn().addKeyValue("what", warning).log("config"));
  }
}
