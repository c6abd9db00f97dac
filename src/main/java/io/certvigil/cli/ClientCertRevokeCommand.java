package io.certvigil.cli;

import static io.certvigil.cloudflare.clientcert.ClientCertificate.PENDING_REVOCATION;
import static io.certvigil.cloudflare.clientcert.ClientCertificate.REVOKED;

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
final class ClientCertRevokeCommand implements Callable<Integer> {
  private static final Set<String> YES = Set.of("y", "yes");

  private final World world;

  @Mixin private Common common = new Common();
  @Mixin private InZone zone = new InZone();
  @Mixin private Following following = new Following();
  @Mixin private Output output = new Output();

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  @Parameters(paramLabel = "ID", description = "Its id, as client-cert list prints it.")
  private String id = "";

  ClientCertRevokeCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() throws InterruptedException {
    following.patience(); // checked before anything is changed
    try (var desk = zone.open(world, common)) {
      var before = desk.get(id);
      var changed = asked(desk, before);
      var now =
          changed.status().equals(REVOKED) ? changed : desk.follow(changed, REVOKED, following);
      return desk.tell(now, REVOKED, following, output.format());
    }
  }

  private ClientCertificate asked(ZoneDesk desk, ClientCertificate before)
      throws InterruptedException {
    if (before.status().equals(REVOKED) || before.status().equals(PENDING_REVOCATION)) {
      desk.say("It is " + before.status() + " already; nothing was sent.");
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
                    new Failure(
                        Exit.USAGE,
                        "nothing was revoked: there is no terminal to ask on; --yes revokes without"
                            + " asking"));
    if (!YES.contains(answer.strip().toLowerCase(Locale.ROOT))) {
      throw new Failure(Exit.BAD_NEWS, "nothing was revoked");
    }
  }
}
