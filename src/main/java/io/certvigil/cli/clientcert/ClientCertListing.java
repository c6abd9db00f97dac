package io.certvigil.cli.clientcert;

import static io.certvigil.cli.terminal.CellFormat.text;
import static io.certvigil.cli.terminal.TablePrinter.TableColumn.left;
import static io.certvigil.cli.terminal.TablePrinter.TableColumn.right;

import com.google.gson.JsonParser;
import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cli.terminal.DetailPrinter;
import io.certvigil.cli.terminal.TablePrinter;
import io.certvigil.cli.terminal.TablePrinter.Fit;
import io.certvigil.cli.terminal.TablePrinter.TableColumn;
import io.certvigil.cloudflare.clientcert.ClientCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The columns of client certificates; as JSON they are the unchanged records of Cloudflare's API.
 */
final class ClientCertListing {
  private static final long SECONDS = Duration.ofDays(1).toSeconds();

  private ClientCertListing() {}

  static TablePrinter<ClientCertificate> at(Instant now) {
    return new TablePrinter<>(
        table(now), csv(now), one -> JsonParser.parseString(one.json()), "No client certificates.");
  }

  private static List<TableColumn<ClientCertificate>> table(Instant now) {
    return List.of(
        right("IN", one -> remaining(one, now)),
        left("NAME", (ClientCertificate one) -> one.facts().name()).fit(Fit.NAME),
        left("STATUS", ClientCertificate::status).leftOut(1),
        left(
                "EXPIRES",
                (ClientCertificate one) -> CellFormat.minute(one.facts().notAfter().orElse(null)))
            .leftOut(2),
        left("ID", ClientCertificate::id));
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

  private static String remaining(ClientCertificate one, Instant now) {
    return CellFormat.left(one.facts().notAfter().orElse(null), now);
  }

  /** Whole days, rounded down. */
  private static long wholeDays(Instant end, Instant now) {
    return Math.floorDiv(Duration.between(now, end).toSeconds(), SECONDS);
  }

  /** Prints all fields of one certificate for people. */
  static void print(DetailPrinter lines, String zone, ClientCertificate one, Instant now) {
    var facts = one.facts();
    lines.line("Name", facts.name());
    lines.line("Id", one.id());
    lines.line("Status", one.status());
    lines.line(
        "Expires",
        facts.notAfter().map(end -> end + " (" + remaining(one, now) + ")").orElse("unknown"));
    lines.line("Valid from", facts.x509().notBefore());
    lines.line("Issuer", facts.x509().issuer());
    lines.line("Serial", facts.x509().serial());
    lines.line("SHA-256", facts.x509().fingerprintSha256());
    lines.line("Zone", zone);
  }
}
