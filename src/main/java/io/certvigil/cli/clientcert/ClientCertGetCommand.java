package io.certvigil.cli.clientcert;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.cli.terminal.OutputOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one client certificate as it is at Cloudflare now. */
@Command(name = "get", description = "Shows one client certificate as it is at Cloudflare now.")
public final class ClientCertGetCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private ZoneOptions zone = new ZoneOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "ID", description = ZoneOptions.CERTIFICATE_ID)
  private String id = "";

  public ClientCertGetCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (var certificates = zone.open(context, common)) {
      ClientCertListing.print(context, certificates, certificates.get(id), output.format());
    }
    return ExitCode.SUCCESS;
  }
}
