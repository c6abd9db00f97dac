package io.certvigil.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One client certificate, as it is at Cloudflare now. */
@Command(name = "get", description = "One client certificate, as it is at Cloudflare now.")
final class ClientCertGetCommand implements Callable<Integer> {
  private final World world;

  @Mixin private Common common = new Common();
  @Mixin private InZone zone = new InZone();
  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "ID", description = "Its id, as client-cert list prints it.")
  private String id = "";

  ClientCertGetCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (var desk = zone.open(world, common)) {
      ClientCertListing.print(world, desk, desk.get(id), output.format());
    }
    return Exit.FINE;
  }
}
