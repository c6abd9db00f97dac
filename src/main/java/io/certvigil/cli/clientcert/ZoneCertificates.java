package io.certvigil.cli.clientcert;

import io.certvigil.cli.options.WaitOptions;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.DetailPrinter;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.cli.terminal.FaultText;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.cli.terminal.TablePrinter;
import io.certvigil.cloudflare.clientcert.ClientCertificate;
import io.certvigil.cloudflare.clientcert.ClientCertificateOperations;
import io.certvigil.cloudflare.clientcert.LookupResult;
import io.certvigil.cloudflare.clientcert.SigningRequest;
import io.certvigil.cloudflare.clientcert.WriteResult;
import io.certvigil.cloudflare.http.ListResult;
import io.certvigil.model.Durations;
import io.certvigil.model.Fault;
import io.certvigil.model.PrintableText;
import io.certvigil.model.ResourceRef;
import java.util.regex.Pattern;

/** The client certificates of one zone; reports failures of requests with advice. */
record ZoneCertificates(
    CommandContext context,
    ClientCertificateOperations operations,
    String credential,
    ResourceRef zone)
    implements AutoCloseable {
  private static final String READ = "SSL and Certificates Read";
  private static final String WRITE =
      "SSL and Certificates Write (Edit in the dashboard) for this zone";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");

  ListResult<ClientCertificate> list() throws InterruptedException {
    return operations.list(credential, zone.id());
  }

  /** Returns the exit code of a list command; fails if the list is not complete. */
  int report(ListResult<?> found) {
    var fault = found.fault();
    if (fault == null) {
      return ExitCode.SUCCESS;
    }
    var what =
        found.items().isEmpty()
            ? "the list cannot be read: "
            : "the list was not read completely: ";
    throw new CommandFailure(ExitCode.UNREADABLE, what + FaultText.line(fault, READ));
  }

  ClientCertificate get(String id) throws InterruptedException {
    if (!ID.matcher(id).matches()) {
      throw CommandFailure.usage("ID must be an id from certvigil client-cert list" + atZone());
    }
    return switch (operations.get(credential, zone.id(), id)) {
      case LookupResult.Visible(var one) -> one;
      case LookupResult.Unreadable(var fault) ->
          throw new CommandFailure(
              FaultText.exit(fault), id + " cannot be read: " + FaultText.line(fault, READ));
    };
  }

  /**
   * Creates a certificate.
   *
   * @param kept where the new key is, appended to every failure message; may be empty
   */
  ClientCertificate create(SigningRequest request, int days, String kept)
      throws InterruptedException {
    var written = operations.create(credential, zone.id(), request, days);
    return certificateOf(written, "created", kept);
  }

  ClientCertificate reactivate(String id) throws InterruptedException {
    return certificateOf(operations.reactivate(credential, zone.id(), id), "reactivated", "");
  }

  ClientCertificate revoke(String id) throws InterruptedException {
    return certificateOf(operations.revoke(credential, zone.id(), id), "revoked", "");
  }

  private ClientCertificate certificateOf(WriteResult written, String done, String kept) {
    return switch (written) {
      case WriteResult.Done(var one) -> one;
      case WriteResult.Recovered(var one, var lost) -> {
        printNote(
            "The response was lost (%s), but the request succeeded: %s is %s."
                .formatted(lost, one.id(), one.status()));
        yield one;
      }
      case WriteResult.Refused(var fault) ->
          throw new CommandFailure(
              FaultText.exit(fault),
              "nothing was " + done + ": " + FaultText.line(fault, WRITE) + kept);
      case WriteResult.NotDone(var lost) ->
          throw new CommandFailure(
              ExitCode.UNREADABLE,
              "the response was lost (%s), and according to Cloudflare nothing was %s so far%s; check again before you repeat it: certvigil client-cert list%s"
                  .formatted(lost, done, kept, atZone()));
      case WriteResult.Unknown(var lost, var blind) -> throw unknown(lost, blind, done, kept);
    };
  }

  private CommandFailure unknown(Fault lost, Fault blind, String done, String kept) {
    return new CommandFailure(
        ExitCode.UNREADABLE,
        "the response was lost (%s), and the result cannot be checked (%s): it may or may not have been %s%s; check before you repeat it: certvigil client-cert list%s"
            .formatted(lost, blind, done, kept, atZone()));
  }

  /**
   * Waits for this status if {@code --wait} is given, then prints the last state that was read;
   * fails if the status was waited for and not reached.
   */
  int finish(
      ClientCertificate changed, String status, WaitOptions following, OutputOption.Format format)
      throws InterruptedException {
    var now = changed.status().equals(status) ? changed : follow(changed, status, following);
    listing()
        .printOne(
            context,
            format,
            now,
            lines ->
                lines
                    .out()
                    .println(
                        PrintableText.of(
                            now.id() + " " + now.facts().name() + ": " + now.status())));
    if (!following.isWaiting() || now.status().equals(status)) {
      return ExitCode.SUCCESS;
    }
    throw CommandFailure.negative(
        now.status().equals(ClientCertificate.REVOKED)
            ? "it is permanently revoked and will not become " + status
            : "after %s it is still %s; Cloudflare continues in the background: see certvigil client-cert get %s%s"
                .formatted(
                    Durations.print(following.patience()),
                    PrintableText.of(now.status()),
                    now.id(),
                    atZone()));
  }

  private ClientCertificate follow(ClientCertificate changed, String status, WaitOptions following)
      throws InterruptedException {
    if (!following.isWaiting()) {
      printNote(
          "Cloudflare completes this in the background; --wait waits for it, and certvigil"
              + " client-cert get "
              + changed.id()
              + atZone()
              + " shows the current status.");
      return changed;
    }
    var patience = following.patience();
    return switch (operations.awaitStatus(credential, zone.id(), changed.id(), status, patience)) {
      case LookupResult.Visible(var one) -> one;
      case LookupResult.Unreadable(var fault) ->
          throw new CommandFailure(
              ExitCode.UNREADABLE,
              "the request was accepted, but its progress cannot be read: "
                  + FaultText.line(fault, READ));
    };
  }

  /** Prints one certificate with all of its fields. */
  void print(ClientCertificate one, OutputOption.Format format) {
    listing().printOne(context, format, one, lines -> printDetails(lines, one));
  }

  void printDetails(DetailPrinter lines, ClientCertificate one) {
    ClientCertListing.print(lines, zone.name(), one, context.clock().instant());
  }

  TablePrinter<ClientCertificate> listing() {
    return ClientCertListing.at(context.clock().instant());
  }

  String atZone() {
    return " --zone " + PrintableText.of(zone.name());
  }

  /** Prints a line on standard error. */
  void printNote(String line) {
    context.printError(PrintableText.of(line));
  }

  @Override
  public void close() {
    operations.close();
  }
}
