package io.certvigil.cli.certificates;

import static io.certvigil.cli.terminal.TablePrinter.TableColumn.left;

import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.cli.terminal.TablePrinter;
import io.certvigil.model.PrintableText;
import io.certvigil.store.Store;
import io.certvigil.store.view.AlertView;
import io.certvigil.store.view.CertificateView;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the certificate or alert of a {@code KEY} on the command line: a key as printed, or a part
 * of an id or name.
 */
public record KeyResolver(CommandContext context, Store store, Instant now) {
  /** The description of a {@code KEY} in the help of commands. */
  public static final String KEY = "Key of an alert or a certificate, or a part of its id or name.";

  private static final int CANDIDATES = 20;

  private static final TablePrinter<AlertView> ALERTS =
      new TablePrinter<>(
          List.of(
              left("KEY", view -> view.alert().id().key()),
              left("STATE", view -> view.alert().state().word()),
              left("SUMMARY", AlertView::summary)),
          List.of(),
          view -> view,
          "No alert is firing.");

  /** The only matching certificate; fails if none or several match. */
  public CertificateView certificate(String key) {
    requireNotBlank(key, "list");
    return only(
        certificates(key), CertificateListing.LISTING, key, "certificate", "certificates", "list");
  }

  /** The only matching firing alert; fails if none or several match. */
  public AlertView firing(String key) {
    requireNotBlank(key, "alerts");
    var found = alerts(key, store.inventory().alerts(false, now));
    return only(found, ALERTS, key, "firing alert", "alerts", "alerts");
  }

  /** The key of the only matching alert, resolved ones included; fails if none or several match. */
  public String alert(String key) {
    requireNotBlank(key, "alerts");
    if (store.alerts().alert(key.strip()).isPresent()) {
      return key.strip();
    }
    var found = alerts(key, store.inventory().alerts(true, now));
    return only(found, ALERTS, key, "alert", "alerts", "alerts").alert().id().key();
  }

  /** The key of the only matching firing alert, otherwise of the only matching certificate. */
  public String alertOrCertificate(String key) {
    requireNotBlank(key, "alerts");
    var found = alerts(key, store.inventory().alerts(false, now));
    return found.size() == 1 ? found.getFirst().alert().id().key() : certificate(key).key();
  }

  private static void requireNotBlank(String key, String command) {
    if (key.isBlank()) {
      throw CommandFailure.usage("KEY is empty; certvigil " + command + " shows every key");
    }
  }

  /** An exact match takes precedence over partial ones. */
  private List<CertificateView> certificates(String key) {
    var found = store.inventory().find(key, now);
    for (var exact : exact(key)) {
      var only = found.stream().filter(exact).toList();
      if (only.size() == 1) {
        return only;
      }
    }
    var alerted =
        store.inventory().alerts(true, now).stream()
            .filter(view -> view.alert().id().key().equals(key))
            .flatMap(view -> Stream.ofNullable(view.certificate()))
            .distinct()
            .limit(1)
            .toList();
    return alerted.isEmpty() ? found : alerted;
  }

  private static List<Predicate<CertificateView>> exact(String key) {
    return List.of(
        view -> view.key().equals(key),
        view -> view.id().equals(key),
        view -> view.name().equalsIgnoreCase(key));
  }

  private static List<AlertView> alerts(String key, List<AlertView> all) {
    for (var fits : predicates(key.strip())) {
      var found = all.stream().filter(fits).toList();
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  /** From the most exact match to the least. */
  private static List<Predicate<AlertView>> predicates(String key) {
    var lower = key.toLowerCase(Locale.ROOT);
    return List.of(
        view -> view.alert().id().key().equals(key),
        view -> certificateMatches(view.certificate(), one -> one.key().equals(key)),
        view -> certificateMatches(view.certificate(), one -> one.id().equals(key)),
        view -> view.alert().subject().name().equalsIgnoreCase(key),
        view ->
            view.alert().id().key().startsWith(key)
                || view.alert().subject().name().toLowerCase(Locale.ROOT).contains(lower)
                || view.alert().subject().certificate().contains(lower));
  }

  private static boolean certificateMatches(
      @Nullable CertificateView certificate, Predicate<CertificateView> fits) {
    return certificate != null && fits.test(certificate);
  }

  private <T> T only(
      List<T> found, TablePrinter<T> listing, String key, String one, String many, String command) {
    if (found.isEmpty()) {
      throw CommandFailure.negative(
          "no %s has the key, id or name %s; see certvigil %s"
              .formatted(one, PrintableText.of(key), command));
    }
    if (found.size() > 1) {
      printCandidates(context, found, listing);
      throw CommandFailure.usage(found.size() + " " + many + " match; give one of these keys");
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
