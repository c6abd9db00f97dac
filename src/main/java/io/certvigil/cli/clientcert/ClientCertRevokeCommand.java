package io.certvigil.cli.clientcert;

import static io.certvigil.cloudflare.clientcert.ClientCertificate.PENDING_REVOCATION;
import static io.certvigil.cloudflare.clientcert.ClientCertificate.REVOKED;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.options.WaitOptions;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.cloudflare.clientcert.ClientCertificate;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Revokes a client certificate. */
@Command(
    name = "revoke",
    description = {
      "Revokes a client certificate: shows it, asks for confirmation, then sends the request.",
      "Cloudflare needs some time to complete a revocation; until then client-cert reactivate"
          + " cancels it."
    })
public final class ClientCertRevokeCommand implements Callable<Integer> {
  private static final Set<String> YES = Set.of("y", "yes");

  private final CommandContext context;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private ZoneOptions zone = new ZoneOptions();
  @Mixin private WaitOptions following = new WaitOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask for confirmation.")
  private boolean yes;

  @Parameters(paramLabel = "ID", description = ZoneOptions.CERTIFICATE_ID)
  private String id = "";

  public ClientCertRevokeCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    following.patience(); // checked before anything is changed
    try (var certificates = zone.open(context, common)) {
      var before = certificates.get(id);
      var changed = revoke(certificates, before);
      var now =
          changed.status().equals(REVOKED)
              ? changed
              : certificates.follow(changed, REVOKED, following);
      return certificates.report(now, REVOKED, following, output.format());
    }
  }

  private ClientCertificate revoke(ZoneCertificates certificates, ClientCertificate before)
      throws InterruptedException {
    if (before.status().equals(REVOKED) || before.status().equals(PENDING_REVOCATION)) {
      certificates.printNote("It is already " + before.status() + "; no request was sent.");
      return before;
    }
    ClientCertListing.facts(context.err(), certificates, before, context.clock().instant());
    if (!yes) {
      confirm();
    }
    return certificates.revoke(before.id());
  }

  private void confirm() {
    var answer =
        context
            .prompt()
            .ask("Revoke this certificate? Clients that use it lose access. [y/N] ")
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.USAGE,
                        "nothing was revoked: there is no terminal for the confirmation; --yes"
                            + " revokes without it"));
    if (!YES.contains(answer.strip().toLowerCase(Locale.ROOT))) {
      throw new CommandFailure(ExitCode.FAILURE, "nothing was revoked");
    }
  }
}
