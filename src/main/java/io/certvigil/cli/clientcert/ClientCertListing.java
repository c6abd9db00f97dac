package io.certvigil.cli.clientcert;

import static io.certvigil.cli.terminal.CellFormat.text;
import static io.certvigil.cli.terminal.TablePrinter.TableColumn.left;
import static io.certvigil.cli.terminal.TablePrinter.TableColumn.right;

import com.google.gson.JsonParser;
import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.DetailPrinter;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.cli.terminal.TablePrinter;
import io.certvigil.cli.terminal.TablePrinter.TableColumn;
import io.certvigil.cloudflare.clientcert.ClientCertificate;
import io.certvigil.model.PrintableText;
import io.certvigil.store.view.StoredJson;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Prints client certificates; as JSON they are the unchanged records of Cloudflare's API. */
final class ClientCertListing {
  private static final long SECONDS = Duration.ofDays(1).toSeconds();

  private ClientCertListing() {}

  static TablePrinter<ClientCertificate> listing(Instant now) {
    return new TablePrinter<>(
        table(now), csv(now), one -> JsonParser.parseString(one.json()), "No client certificates.");
  }

  private static List<TableColumn<ClientCertificate>> table(Instant now) {
    return List.of(
        left("ID", ClientCertificate::id),
        left("EXPIRES", one -> CellFormat.minute(one.facts().notAfter().orElse(null))),
        right("IN", one -> days(one, now)),
        left("STATUS", ClientCertificate::status),
        left("NAME", one -> one.facts().name()));
  }

  private static List<TableColumn<ClientCertificate>> csv(Instant now) {
    return List.of(
        left("id", ClientCertificate::id),
        left("name", one -> one.facts().name()),
        left("status", ClientCertificate::status),
        left("not_before", one -> text(one.facts().x509().notBefore())),
        left("not_after", one -> one.facts().notAfter().map(Instant::toString).orElse("")),
        left(
            "days_to_expiry",
            one -> one.facts().notAfter().map(end -> "" + wholeDays(end, now)).orElse("")),
        left("serial", one -> text(one.facts().x509().serial())),
        left("fingerprint_sha256", one -> text(one.facts().x509().fingerprintSha256())),
        left("issuer", one -> text(one.facts().x509().issuer())));
  }

  private static String days(ClientCertificate one, Instant now) {
    return one.facts().notAfter().map(end -> CellFormat.days(wholeDays(end, now))).orElse("-");
  }

  /** Whole days, rounded down. */
  private static long wholeDays(Instant end, Instant now) {
    return Math.floorDiv(Duration.between(now, end).toSeconds(), SECONDS);
  }

  /** Prints all fields of one certificate. */
  static void print(
      CommandContext context,
      ZoneCertificates certificates,
      ClientCertificate one,
      OutputOption.Format format) {
    switch (format) {
      case TABLE -> facts(context.out(), certificates, one, context.clock().instant());
      case JSON -> context.out().println(json(one));
      case CSV -> csv(context, one);
    }
    context.out().flush();
  }

  /** Prints one that was just changed; for people one line with its current status. */
  static void printChanged(
      CommandContext context, ClientCertificate one, OutputOption.Format format) {
    switch (format) {
      case TABLE ->
          context
              .out()
              .println(PrintableText.of(one.id() + " " + one.facts().name() + ": " + one.status()));
      case JSON -> context.out().println(json(one));
      case CSV -> csv(context, one);
    }
    context.out().flush();
  }

  private static String json(ClientCertificate one) {
    return StoredJson.write(JsonParser.parseString(one.json()));
  }

  private static void csv(CommandContext context, ClientCertificate one) {
    listing(context.clock().instant())
        .print(context, OutputOption.Format.CSV, rows -> rows.accept(one));
  }

  static void facts(
      PrintStream out, ZoneCertificates certificates, ClientCertificate one, Instant now) {
    var facts = one.facts();
    DetailPrinter.line(out, "Name", facts.name());
    DetailPrinter.line(out, "Id", one.id());
    DetailPrinter.line(out, "Status", one.status());
    DetailPrinter.line(
        out,
        "Expires",
        facts.notAfter().map(end -> end + " (" + days(one, now) + ")").orElse("unknown"));
    DetailPrinter.line(out, "Valid from", facts.x509().notBefore());
    DetailPrinter.line(out, "Issuer", facts.x509().issuer());
    DetailPrinter.line(out, "Serial", facts.x509().serial());
    DetailPrinter.line(out, "SHA-256", facts.x509().fingerprintSha256());
    DetailPrinter.line(out, "Zone", certificates.zone().name());
  }
}
