package io.certvigil.cli.clientcert;

import static io.certvigil.cloudflare.clientcert.ClientCertificate.ACTIVE;
import static io.certvigil.cloudflare.clientcert.ClientCertificate.PENDING_REACTIVATION;
import static io.certvigil.cloudflare.clientcert.ClientCertificate.PENDING_REVOCATION;
import static io.certvigil.cloudflare.clientcert.ClientCertificate.REVOKED;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.options.WaitOptions;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.DetailPrinter;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.cli.terminal.Prompt;
import io.certvigil.cloudflare.clientcert.ClientCertificate;
import io.certvigil.model.PrintableText;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that list, show, reactivate and revoke client certificates. */
public final class ClientCertCommands {
  private static final Set<String> YES = Set.of("y", "yes");
  private static final Comparator<ClientCertificate> SOONEST =
      Comparator.comparing((ClientCertificate one) -> one.facts().notAfter().orElse(Instant.MAX))
          .thenComparing(ClientCertificate::id);

  private ClientCertCommands() {}

  @Command(description = "Lists the client certificates of a zone, soonest expiry first.")
  static int list(
      @Mixin CommonOptions common,
      @Mixin ZoneOptions zone,
      @Mixin OutputOption output,
      @Option(
              names = "--status",
              paramLabel = "STATUS",
              description = "Only this status, as Cloudflare names it.")
          @Nullable String status)
      throws InterruptedException {
    try (var certificates = zone.open(common)) {
      var found = certificates.list();
      if (found.fault() == null || !found.items().isEmpty()) {
        var rows =
            found.items().stream()
                .filter(one -> status == null || one.status().equals(status))
                .sorted(SOONEST);
        certificates.listing().print(common.context(), output.format(), rows::forEach);
      }
      return certificates.report(found);
    }
  }

  @Command(description = "Shows one client certificate as it is at Cloudflare now.")
  static void get(
      @Mixin CommonOptions common,
      @Mixin ZoneOptions zone,
      @Mixin OutputOption output,
      @Parameters(paramLabel = "ID", description = ZoneOptions.CERTIFICATE_ID) String id)
      throws InterruptedException {
    try (var certificates = zone.open(common)) {
      certificates.print(certificates.get(id), output.format());
    }
  }

  @Command(description = "Cancels a revocation while the status is pending_revocation.")
  static int reactivate(
      @Mixin CommonOptions common,
      @Mixin ZoneOptions zone,
      @Mixin WaitOptions following,
      @Mixin OutputOption output,
      @Parameters(paramLabel = "ID", description = ZoneOptions.CERTIFICATE_ID) String id)
      throws InterruptedException {
    following.patience(); // checked before anything is changed
    try (var certificates = zone.open(common)) {
      var changed = reactivate(certificates, certificates.get(id));
      return certificates.finish(changed, ACTIVE, following, output.format());
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
      case REVOKED ->
          throw CommandFailure.negative(
              before.id()
                  + " is permanently revoked; no request was sent; create a new certificate");
      default ->
          throw CommandFailure.negative(
              "%s is %s: only a certificate that is %s can be reactivated; no request was sent"
                  .formatted(before.id(), PrintableText.of(before.status()), PENDING_REVOCATION));
    };
  }

  @Command(
      description = {
        "Revokes a client certificate: shows it, asks for confirmation, then sends the request.",
        "Cloudflare needs some time to complete a revocation; until then client-cert reactivate"
            + " cancels it."
      })
  static int revoke(
      @Mixin CommonOptions common,
      @Mixin ZoneOptions zone,
      @Mixin WaitOptions following,
      @Mixin OutputOption output,
      @Option(
              names = {"-y", "--yes"},
              description = "Do not ask for confirmation.")
          boolean yes,
      @Parameters(paramLabel = "ID", description = ZoneOptions.CERTIFICATE_ID) String id)
      throws InterruptedException {
    following.patience(); // checked before anything is changed
    try (var certificates = zone.open(common)) {
      var changed = revoke(certificates, certificates.get(id), yes);
      return certificates.finish(changed, REVOKED, following, output.format());
    }
  }

  private static ClientCertificate revoke(
      ZoneCertificates certificates, ClientCertificate before, boolean yes)
      throws InterruptedException {
    if (before.status().equals(REVOKED) || before.status().equals(PENDING_REVOCATION)) {
      certificates.printNote("It is already " + before.status() + "; no request was sent.");
      return before;
    }
    certificates.printDetails(new DetailPrinter(certificates.context().err()), before);
    if (!yes) {
      confirm(certificates.context().prompt());
    }
    return certificates.revoke(before.id());
  }

  private static void confirm(Prompt prompt) {
    var answer =
        prompt
            .ask("Revoke this certificate? Clients that use it lose access. [y/N] ")
            .orElseThrow(
                () ->
                    CommandFailure.usage(
                        "nothing was revoked: there is no terminal for the confirmation; --yes"
                            + " revokes without it"));
    if (!YES.contains(answer.strip().toLowerCase(Locale.ROOT))) {
      throw CommandFailure.negative("nothing was revoked");
    }
  }
}
