package io.certvigil.cli.clientcert;

import static io.certvigil.cloudflare.clientcert.ClientCertificate.ACTIVE;
import static io.certvigil.cloudflare.clientcert.ClientCertificate.PENDING_REACTIVATION;
import static io.certvigil.cloudflare.clientcert.ClientCertificate.PENDING_REVOCATION;
import static io.certvigil.cloudflare.clientcert.ClientCertificate.REVOKED;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.options.WaitOptions;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.cloudflare.clientcert.ClientCertificate;
import io.certvigil.model.PrintableText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Cancels a revocation that Cloudflare has not completed yet. */
@Command(
    name = "reactivate",
    description = "Cancels a revocation while the status is pending_revocation.")
public final class ClientCertReactivateCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private ZoneOptions zone = new ZoneOptions();
  @Mixin private WaitOptions following = new WaitOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "ID", description = ZoneOptions.CERTIFICATE_ID)
  private String id = "";

  public ClientCertReactivateCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    following.patience(); // checked before anything is changed
    try (var certificates = zone.open(context, common)) {
      var changed = reactivate(certificates, certificates.get(id));
      var now =
          changed.status().equals(ACTIVE)
              ? changed
              : certificates.follow(changed, ACTIVE, following);
      return certificates.report(now, ACTIVE, following, output.format());
    }
  }

  private static ClientCertificate reactivate(
      ZoneCertificates certificates, ClientCertificate before) throws InterruptedException {
    return switch (before.status()) {
      case PENDING_REVOCATION -> certificates.reactivate(before.id());
      case PENDING_REACTIVATION -> {
        certificates.printNote("It is already " + PENDING_REACTIVATION + "; no request was sent.");
        yield before;
      }
      default -> throw new CommandFailure(ExitCode.FAILURE, wrong(before));
    };
  }

  private static String wrong(ClientCertificate before) {
    return before.status().equals(REVOKED)
        ? before.id() + " is permanently revoked; no request was sent; create a new certificate"
        : "%s is %s: only a certificate that is %s can be reactivated; no request was sent"
            .formatted(before.id(), PrintableText.of(before.status()), PENDING_REVOCATION);
  }
}
