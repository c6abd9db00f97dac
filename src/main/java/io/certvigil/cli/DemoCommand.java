package io.certvigil.cli;

import io.certvigil.app.Demo;
import io.certvigil.config.Log;
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
final class DemoCommand implements Callable<Integer> {
  private final World world;

  @Mixin private Common common = new Common();

  DemoCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() throws InterruptedException {
    Logging.to(world, Log.Format.TEXT, common.debug() ? Level.DEBUG : Level.WARN);
    var stop = new Stop();
    stop.onSignals(() -> stop.end(Exit.FINE)); // its terminal is gone
    // What happens is told as it happens, also into a pipe.
    var lines = new PrintStream(world.out(), true, StandardCharsets.UTF_8);
    var demo = Demo.start(lines, world.clock(), world.version());
    try {
      greet(demo);
      return stop.await();
    } finally {
      Stop.within(demo::close);
    }
  }

  private void greet(Demo demo) {
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
