package io.certvigil.cli.daemon;

import io.certvigil.app.App;
import io.certvigil.app.ConfigFile;
import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.Logging;
import io.certvigil.cli.terminal.Problems;
import io.certvigil.concurrent.WakeableThread;
import io.certvigil.config.Config;
import io.certvigil.config.LogSettings;
import io.certvigil.systemd.MachineId;
import io.certvigil.systemd.SystemdNotifier;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the daemon. */
@Command(
    name = "run",
    description = "Runs the daemon: sweeps on its schedule, sends alerts, serves web pages.")
public final class RunCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

  @Mixin private CommonOptions common;
  private @Nullable LogSettings logged;
  private volatile Runnable onReload = () -> {};

  /**
   * Must be called before anything else if this command may be the one that runs: a signal that
   * arrives while Java starts must not end the daemon.
   */
  public static void ignoreHangupUntilStarted() {
    ShutdownSignal.ignoreHangup();
  }

  @Override
  public Integer call() throws InterruptedException {
    var environment = common.context().environment();
    var systemd = SystemdNotifier.of(environment, System::nanoTime);
    try {
      return run(systemd);
    } catch (RuntimeException e) {
      systemd.status(() -> "failed: " + Problems.firstLine(e)); // for "systemctl status"
      throw e;
    }
  }

  private int run(SystemdNotifier systemd) throws InterruptedException {
    var stop = new ShutdownSignal();
    // A signal that arrives while the daemon starts is not lost: the thread then starts awake.
    var reload = new WakeableThread("reload", () -> onReload.run());
    stop.installHandlers(reload::wake);
    var config = common.config();
    log(config);
    common.becomeStoreOwner(config);
    var context = common.context();
    var host = MachineId.hashed().orElse(null);
    var app = new App(config, file(), context.version(), context.clock(), systemd, host);
    try {
      app.start();
      logStart(config, app);
      onReload = app::reload;
      reload.start();
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
      return; // a new appender could lose a line that is being written
    }
    logged = settings;
    Logging.setUp(
        common.context(), settings.format(), common.debug() ? Level.DEBUG : settings.level());
  }

  private ConfigFile file() {
    return new ConfigFile() {
      @Override
      public Config read() {
        return common.config();
      }

      @Override
      public void applied(Config config) {
        log(config);
      }
    };
  }

  private void logStart(Config config, App app) {
    var file = common.sources(null).configFile().map(Path::toString).orElse("none");
    log.atInfo()
        .addKeyValue("version", common.context().version())
        .addKeyValue("config", file)
        .addKeyValue("store", config.store().file())
        .addKeyValue("watch", config.watch().size())
        .addKeyValue("web", app.webUri())
        .log("certvigil started");
    config
        .warnings()
        .forEach(warning -> log.atWarn().addKeyValue("what", warning).log("config warning"));
  }
}
