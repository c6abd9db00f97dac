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

/** The daemon against a simulated Cloudflare. */
@Command(
    name = "demo",
    description = "The real daemon against a simulated Cloudflare; nothing to configure.")
public final class DemoCommand implements Callable<Integer> {
  private final CommandContext world;

  @Mixin private CommonOptions common = new CommonOptions();

  public DemoCommand(CommandContext world) {
    this.world = world;
  }

  @Override
  public Integer call() throws InterruptedException {
    Logging.setUp(world, LogSettings.Format.TEXT, common.debug() ? Level.DEBUG : Level.WARN);
    var stop = new ShutdownSignal();
    stop.installHandlers(() -> stop.requestExit(ExitCode.SUCCESS)); // its terminal is gone
    // What happens is told as it happens, also into a pipe.
    var lines = new PrintStream(world.out(), true, StandardCharsets.UTF_8);
    var demo = Demo.start(lines, world.clock(), world.version());
    try {
      printAddresses(demo);
      return stop.await();
    } finally {
      ShutdownSignal.closeWithinLimit(demo::close);
    }
  }

  private void printAddresses(Demo demo) {
    world
        .out()
        .printf(
            """

            Certvigil runs against a simulated Cloudflare. Nothing leaves this machine.

              Status page   %s
              Metrics       %smetrics
              Cloudflare    %s
              Certificates  certvigil list --config %s

            What happens and what the receiver gets follows here; Ctrl-C ends it.
            """,
            demo.webUri(), demo.webUri(), demo.cloudflareUri(), demo.configFile());
    world.out().flush();
  }
}
