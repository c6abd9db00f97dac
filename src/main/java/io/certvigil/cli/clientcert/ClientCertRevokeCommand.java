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

/** Has a client certificate revoked. */
@Command(
    name = "revoke",
    description = {
      "Has a client certificate revoked: shows it, asks, and asks Cloudflare.",
      "Until Cloudflare has carried it out, which takes a while, client-cert reactivate takes it"
          + " back."
    })
public final class ClientCertRevokeCommand implements Callable<Integer> {
  private static final Set<String> YES = Set.of("y", "yes");

  private final CommandContext world;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private ZoneOptions zone = new ZoneOptions();
  @Mixin private WaitOptions following = new WaitOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  @Parameters(paramLabel = "ID", description = "Its id, as client-cert list prints it.")
  private String id = "";

  public ClientCertRevokeCommand(CommandContext world) {
    this.world = world;
  }

  @Override
  public Integer call() throws InterruptedException {
    following.patience(); // checked before anything is changed
    try (var desk = zone.open(world, common)) {
      var before = desk.get(id);
      var changed = revoke(desk, before);
      var now =
          changed.status().equals(REVOKED) ? changed : desk.follow(changed, REVOKED, following);
      return desk.report(now, REVOKED, following, output.format());
    }
  }

  private ClientCertificate revoke(ZoneCertificates desk, ClientCertificate before)
      throws InterruptedException {
    if (before.status().equals(REVOKED) || before.status().equals(PENDING_REVOCATION)) {
      desk.printNote("It is " + before.status() + " already; nothing was sent.");
      return before;
    }
    ClientCertListing.facts(world.err(), desk, before, world.clock().instant());
    if (!yes) {
      confirm();
    }
    return desk.revoke(before.id());
  }

  private void confirm() {
    var answer =
        world
            .prompt()
            .ask("Revoke this certificate? Who uses it is then locked out. [y/N] ")
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.USAGE,
                        "nothing was revoked: there is no terminal to ask on; --yes revokes without"
                            + " asking"));
    if (!YES.contains(answer.strip().toLowerCase(Locale.ROOT))) {
      throw new CommandFailure(ExitCode.FAILURE, "nothing was revoked");
    }
  }
}
