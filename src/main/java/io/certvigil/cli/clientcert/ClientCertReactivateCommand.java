package io.certvigil.cli.clientcert;

import static io.certvigil.cloudflare.clientcert.ClientCertificate.ACTIVE;
import static io.certvigil.cloudflare.clientcert.ClientCertificate.PENDING_REACTIVATION;
import static io.certvigil.cloudflare.clientcert.ClientCertificate.PENDING_REVOCATION;
import static io.certvigil.cloudflare.clientcert.ClientCertificate.REVOKED;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.options.WaitOptions;
import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.cloudflare.clientcert.ClientCertificate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes a revocation back that Cloudflare has not carried out yet. */
@Command(
    name = "reactivate",
    description = "Takes a revocation back, as long as its status is pending_revocation.")
public final class ClientCertReactivateCommand implements Callable<Integer> {
  private final CommandContext world;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private ZoneOptions zone = new ZoneOptions();
  @Mixin private WaitOptions following = new WaitOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "ID", description = "Its id, as client-cert list prints it.")
  private String id = "";

  public ClientCertReactivateCommand(CommandContext world) {
    this.world = world;
  }

  @Override
  public Integer call() throws InterruptedException {
    following.patience(); // checked before anything is changed
    try (var desk = zone.open(world, common)) {
      var changed = reactivate(desk, desk.get(id));
      var now = changed.status().equals(ACTIVE) ? changed : desk.follow(changed, ACTIVE, following);
      return desk.report(now, ACTIVE, following, output.format());
    }
  }

  private static ClientCertificate reactivate(ZoneCertificates desk, ClientCertificate before)
      throws InterruptedException {
    return switch (before.status()) {
      case PENDING_REVOCATION -> desk.reactivate(before.id());
      case PENDING_REACTIVATION -> {
        desk.printNote("It is " + PENDING_REACTIVATION + " already; nothing was sent.");
        yield before;
      }
      default -> throw new CommandFailure(ExitCode.FAILURE, wrong(before));
    };
  }

  private static String wrong(ClientCertificate before) {
    return before.status().equals(REVOKED)
        ? before.id() + " is revoked, for good; nothing was sent; create another one"
        : "%s is %s: only one that is %s can be reactivated; nothing was sent"
            .formatted(before.id(), CellFormat.plain(before.status()), PENDING_REVOCATION);
  }
}
