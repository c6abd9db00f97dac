package io.certvigil.cli.daemon;

import io.certvigil.app.App;
import io.certvigil.app.ConfigFile;
import io.certvigil.app.Demo;
import io.certvigil.cli.doctor.ReadabilityChecks;
import io.certvigil.cli.options.AuthorOption;
import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.socket.SocketChanges;
import io.certvigil.cli.socket.SocketDaemon;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.cli.terminal.Logging;
import io.certvigil.config.Config;
import io.certvigil.config.ConfigException;
import io.certvigil.config.EffectiveConfig;
import io.certvigil.config.LogSettings;
import io.certvigil.model.PrintableText;
import io.certvigil.store.view.ReloadResult;
import io.certvigil.sweep.SweepSummary;
import io.certvigil.systemd.MachineId;
import io.certvigil.systemd.SystemdNotifier;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that check a config, show the demo, sweep, and reload the daemon. */
public final class DaemonCommands {
  private DaemonCommands() {}

  @Command(
      name = "check-config",
      description =
          "Validates a config and prints all values, defaults included, secrets as ***, and when"
              + " its cron expressions run.")
  static void checkConfig(
      @Mixin CommonOptions common,
      @Parameters(
              arity = "0..1",
              paramLabel = "FILE",
              description = "The config file, instead of --config.")
          @Nullable Path file) {
    var context = common.context();
    var checked = Config.check(common.sources(file));
    var config = checked.config();
    checked.lines().forEach(context::printError);
    config.warnings().forEach(warning -> context.printError("warning: " + warning));
    var runs = new CronRuns(config, context.now());
    runs.warnings().forEach(warning -> context.printError("warning: " + warning));
    context.out().print(EffectiveConfig.of(config));
    runs.comments().forEach(context.out()::println);
    context.out().flush();
  }

  @Command(description = "Runs the real daemon against a simulated Cloudflare; needs no config.")
  static int demo(@Mixin CommonOptions common) throws InterruptedException {
    var context = common.context();
    Logging.setUp(context, LogSettings.Format.TEXT, common.debug() ? Level.DEBUG : Level.WARN);
    var stop = new ShutdownSignal();
    stop.installHandlers(
        () -> stop.requestExit(ExitCode.SUCCESS)); // SIGHUP: the terminal was closed
    // Each line is flushed at once, also into a pipe.
    var lines = new PrintStream(context.out(), true, StandardCharsets.UTF_8);
    var demo = Demo.start(lines, context.clock(), context.version());
    try {
      printAddresses(context.out(), demo);
      return stop.await();
    } finally {
      ShutdownSignal.closeWithinLimit(demo::close);
    }
  }

  private static void printAddresses(PrintStream out, Demo demo) {
    out.printf(
        """

        Certvigil is running against a simulated Cloudflare. No data leaves this machine.

          Status page   %s
          Metrics       %smetrics
          Cloudflare    %s
          Certificates  certvigil list --config %s

        Simulated changes and received alerts are printed below; press Ctrl-C to stop.
        """,
        demo.webUri(), demo.webUri(), demo.cloudflareUri(), demo.configFile());
    out.flush();
  }

  @Command(
      description =
          "Reads all lists now: in the daemon if one is running, otherwise in this process.")
  static int sweep(
      @Mixin CommonOptions common,
      @Option(
              names = "--timeout",
              paramLabel = "1h",
              defaultValue = "1h",
              description = "How long to wait for a daemon; default: 1h.")
          Duration timeout)
      throws InterruptedException {
    var context = common.context();
    var config = common.configWithoutSecrets();
    var secrets = common.configBefore(config);
    var daemon = common.daemon(config);
    if (daemon.isPresent()) {
      sweepBy(daemon.get(), context, timeout);
    } else {
      sweepHere(context, secrets.get());
    }
    try (var queries = common.queries(config)) {
      return new ReadabilityChecks(queries.health()).print(context);
    }
  }

  private static void sweepBy(SocketDaemon daemon, CommandContext context, Duration timeout)
      throws InterruptedException {
    var changes = daemon.changes();
    var asked = context.now();
    long request = changes.requestSweep(AuthorOption.caller(context));
    if (context.errIsTerminal()) {
      context.printError("A daemon is running; waiting for its sweep ...");
    }
    try (var progress = new SweepProgressBar(context)) {
      new DaemonAnswer(changes, context.clock(), timeout)
          .await(
              () -> {
                progress.show(() -> daemon.queries().health(), asked, context.now());
                return changes.summary(request);
              },
              Duration.ofMillis(250),
              "the daemon has stopped; it sweeps the remaining lists after its next start",
              "the daemon has not finished in time; the sweep continues, see its log");
    }
    context.out().println("Swept by the running daemon.");
  }

  private static void sweepHere(CommandContext context, Config config) {
    var host = MachineId.hashed().orElse(null);
    try (var app =
        new App(
            config.withoutWeb(),
            ConfigFile.NONE,
            context.version(),
            context.clock(),
            SystemdNotifier.NONE,
            host)) {
      app.serveCommands();
      context.out().println(sweep(app, context));
    }
  }

  private static SweepSummary sweep(App app, CommandContext context) {
    try (var progress = new SweepProgressBar(context)) {
      return app.sweepOnce(progress);
    }
  }

  /** The daemon is asked at its socket, as for a sweep: no process is signalled. */
  @Command(
      description =
          "Makes the running daemon apply its changed config, completely or not at all, and reports"
              + " the result.")
  static void reload(
      @Mixin CommonOptions common,
      @Option(
              names = "--timeout",
              paramLabel = "1m",
              defaultValue = "1m",
              description = "How long to wait for the daemon; default: 1m.")
          Duration timeout,
      @Option(
              names = "--discard-waiting",
              description =
                  "Apply it although it removes channels for which notifications wait, or whose"
                      + " receivers have open alerts: these are discarded.")
          boolean discardWaiting)
      throws InterruptedException {
    var context = common.context();
    var config = common.configWithoutSecrets();
    var daemon = common.daemon(config).orElseThrow(() -> notRunning(config)).changes();
    long request = daemon.requestReload(AuthorOption.caller(context), discardWaiting);
    var result =
        new DaemonAnswer(daemon, context.clock(), timeout)
            .await(
                () -> daemon.reloadResult(request),
                Duration.ofMillis(100),
                "the daemon has stopped; see its log",
                "the daemon has not answered in time; see its log");
    print(context, result);
  }

  private static CommandFailure notRunning(Config config) {
    return CommandFailure.negative(
        "no daemon is running on %s; it reads the config when it starts"
            .formatted(config.store().file()));
  }

  private static void print(CommandContext context, ReloadResult result) {
    if (!result.applied()) {
      throw new ConfigException(result.problems());
    }
    context
        .out()
        .println(
            result.lines().isEmpty()
                ? "Applied by the running daemon; no value has changed."
                : "Applied by the running daemon:");
    result.lines().forEach(line -> context.out().println("  " + PrintableText.of(line)));
  }

  /** Waits for a daemon, at most for some time. */
  private record DaemonAnswer(SocketChanges daemon, InstantSource clock, Duration timeout) {
    /** The answer; fails with one of these messages if the daemon stops or takes too long. */
    private <T> T await(
        Supplier<Optional<T>> answer, Duration interval, String stopped, String late)
        throws InterruptedException {
      var end = clock.instant().plus(timeout);
      var found = answer.get();
      while (found.isEmpty()) {
        if (!clock.instant().isBefore(end)) {
          throw CommandFailure.negative(late);
        }
        Thread.sleep(interval);
        if (!daemon.daemonRuns()) {
          throw CommandFailure.negative(stopped);
        }
        found = answer.get();
      }
      return found.get();
    }
  }
}
