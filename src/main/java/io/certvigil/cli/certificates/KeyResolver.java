package io.certvigil.cli.certificates;

import static io.certvigil.cli.terminal.TablePrinter.TableColumn.left;

import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.cli.terminal.TablePrinter;
import io.certvigil.model.PrintableText;
import io.certvigil.store.view.AlertJson;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.CommandQueries;
import java.util.List;
import java.util.function.Function;

/**
 * Finds the certificate or alert of a {@code KEY} on the command line: a key as printed, or a part
 * of an id or name.
 */
public record KeyResolver(CommandContext context, CommandQueries queries) {
  /** The description of a {@code KEY} in the help of commands. */
  public static final String KEY = "Key of an alert or a certificate, or a part of its id or name.";

  private static final int CANDIDATES = 20;

  private static final TablePrinter<AlertJson> ALERTS =
      new TablePrinter<>(
          List.of(
              left("KEY", AlertJson::key),
              left("STATE", AlertJson::state),
              left("SUMMARY", alert -> CellFormat.sentence(alert.summary()))),
          List.of(),
          view -> view,
          "No alert is firing.");

  /** The only matching certificate; fails if none or several match. */
  public CertificateView certificate(String key) {
    return certificate(context, queries::find, key);
  }

  /**
   * The only matching certificate; fails if none or several match.
   *
   * @param find the certificates that a text may mean
   */
  public static CertificateView certificate(
      CommandContext context, Function<String, List<CertificateView>> find, String key) {
    requireNotBlank(key, "list");
    return only(
        context,
        find.apply(key),
        CertificateListing.at(context.now()),
        key,
        "certificate",
        "certificates",
        "list");
  }

  /** The only matching firing alert; fails if none or several match. */
  public AlertJson firing(String key) {
    requireNotBlank(key, "alerts");
    var found = queries.findFiring(key);
    return only(context, found, ALERTS, key, "firing alert", "alerts", "alerts");
  }

  /** The key of the only matching alert, resolved ones included; fails if none or several match. */
  public static String alert(CommandContext context, CommandQueries queries, String key) {
    requireNotBlank(key, "alerts");
    if (queries.hasAlert(key.strip())) {
      return key.strip();
    }
    var found = queries.findAlerts(key);
    return only(context, found, ALERTS, key, "alert", "alerts", "alerts").key();
  }

  /** The key of the only matching firing alert, otherwise of the only matching certificate. */
  public String alertOrCertificate(String key) {
    requireNotBlank(key, "alerts");
    var found = queries.findFiring(key);
    return found.size() == 1 ? found.getFirst().key() : certificate(key).key();
  }

  private static void requireNotBlank(String key, String command) {
    if (key.isBlank()) {
      throw CommandFailure.usage("KEY is empty; certvigil " + command + " shows every key");
    }
  }

  private static <T> T only(
      CommandContext context,
      List<T> found,
      TablePrinter<T> listing,
      String key,
      String one,
      String many,
      String command) {
    if (found.isEmpty()) {
      throw CommandFailure.negative(
          "no %s has the key, id or name %s; see certvigil %s"
              .formatted(one, PrintableText.of(key), command));
    }
    if (found.size() > 1) {
      printCandidates(context, found, listing);
      throw CommandFailure.usage(
          "%d %s match %s; give one of these keys"
              .formatted(found.size(), many, PrintableText.of(key)));
    }
    return found.getFirst();
  }

  /** Prints the candidates on standard error, at most 20. */
  public static <T> void printCandidates(
      CommandContext context, List<T> found, TablePrinter<T> listing) {
    var some = found.stream().limit(CANDIDATES).toList();
    listing.print(context.onErr(), OutputOption.Format.TABLE, some::forEach);
  }
}
