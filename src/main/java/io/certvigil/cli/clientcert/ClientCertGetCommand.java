package io.certvigil.cli.clientcert;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.cli.terminal.OutputOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One client certificate, as it is at Cloudflare now. */
@Command(name = "get", description = "One client certificate, as it is at Cloudflare now.")
public final class ClientCertGetCommand implements Callable<Integer> {
  private final CommandContext world;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private ZoneOptions zone = new ZoneOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "ID", description = "Its id, as client-cert list prints it.")
  private String id = "";

  public ClientCertGetCommand(CommandContext world) {
    this.world = world;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (var desk = zone.open(world, common)) {
      ClientCertListing.print(world, desk, desk.get(id), output.format());
    }
    return ExitCode.SUCCESS;
  }
}
