package io.certvigil.cli.daemon;

import io.certvigil.app.Demo;
import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.cli.terminal.Logging;
import io.certvigil.config.LogSettings;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the daemon against a simulated Cloudflare. */
@Command(
    name = "demo",
    description = "Runs the real daemon against a simulated Cloudflare; needs no config.")
public final class DemoCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private CommonOptions common = new CommonOptions();

  public DemoCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    Logging.setUp(context, LogSettings.Format.TEXT, common.debug() ? Level.DEBUG : Level.WARN);
    var stop = new ShutdownSignal();
    stop.installHandlers(
        () -> stop.requestExit(ExitCode.SUCCESS)); // SIGHUP: the terminal was closed
    // Each line is flushed at once, also into a pipe.
    var lines = new PrintStream(context.out(), true, StandardCharsets.UTF_8);
    var demo = Demo.start(lines, context.clock(), context.version());
    try {
      printAddresses(demo);
      return stop.await();
    } finally {
      ShutdownSignal.closeWithinLimit(demo::close);
    }
  }

  private void printAddresses(Demo demo) {
    context
        .out()
        .printf(
            """

            Certvigil is running against a simulated Cloudflare. No data leaves this machine.

              Status page   %s
              Metrics       %smetrics
              Cloudflare    %s
              Certificates  certvigil list --config %s

            Simulated changes and received alerts are printed below; press Ctrl-C to stop.
            """,
            demo.webUri(), demo.webUri(), demo.cloudflareUri(), demo.configFile());
    context.out().flush();
  }
}
