package io.certvigil.cli.certificates;

import static io.certvigil.cli.terminal.TablePrinter.TableColumn.left;

import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.cli.terminal.TablePrinter;
import io.certvigil.store.Store;
import io.certvigil.store.view.AlertView;
import io.certvigil.store.view.CertificateView;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a {@code KEY} of the command line means: a key as printed, or a part of an id or name. */
public record KeyResolver(CommandContext world, Store store, Instant now) {
  private static final int CANDIDATES = 20;

  private static final TablePrinter<AlertView> ALERTS =
      new TablePrinter<>(
          List.of(
              left("KEY", view -> view.alert().id().key()),
              left("STATE", view -> view.alert().state().word()),
              left("SUMMARY", AlertView::summary)),
          List.of(),
          view -> view,
          "Nothing fires.");

  /** The one certificate that is meant. */
  public CertificateView certificate(String key) {
    requireNotBlank(key, "list");
    var found = certificates(key);
    if (found.isEmpty()) {
      throw new CommandFailure(
          ExitCode.FAILURE,
          "no certificate has the key, id or name "
              + CellFormat.plain(key)
              + "; see certvigil list");
    }
    return one(found, CertificateListing.LISTING, "certificates");
  }

  /** The one alert that is meant, of those that fire. */
  public AlertView firing(String key) {
    requireNotBlank(key, "alerts");
    var found = alerts(key, store.inventory().alerts(false, now));
    if (found.isEmpty()) {
      throw new CommandFailure(
          ExitCode.FAILURE,
          "no alert that fires has the key, id or name "
              + CellFormat.plain(key)
              + "; see certvigil alerts");
    }
    return one(found, ALERTS, "alerts");
  }

  /** The key of the one alert that is meant, also of one that is over. */
  public String alert(String key) {
    requireNotBlank(key, "alerts");
    if (store.alerts().alert(key.strip()).isPresent()) {
      return key.strip();
    }
    var found = alerts(key, store.inventory().alerts(true, now));
    if (found.isEmpty()) {
      throw new CommandFailure(
          ExitCode.FAILURE,
          "no alert has the key, id or name " + CellFormat.plain(key) + "; see certvigil alerts");
    }
    return one(found, ALERTS, "alerts").alert().id().key();
  }

  /** The key of what is meant: an alert that fires goes before a certificate. */
  public String alertOrCertificate(String key) {
    requireNotBlank(key, "alerts");
    var found = alerts(key, store.inventory().alerts(false, now));
    return found.size() == 1 ? found.getFirst().alert().id().key() : certificate(key).key();
  }

  private static void requireNotBlank(String key, String shows) {
    if (key.isBlank()) {
      throw new CommandFailure(
          ExitCode.USAGE, "KEY is empty; certvigil " + shows + " shows every key");
    }
  }

  /** What is meant exactly goes before what only contains it. */
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

  /** The nearer first. */
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

  private <T> T one(List<T> found, TablePrinter<T> listing, String what) {
    if (found.size() > 1) {
      printCandidates(found, listing);
      throw new CommandFailure(
          ExitCode.USAGE, found.size() + " " + what + " match; give one of these keys");
    }
    return found.getFirst();
  }

  /** Shows on standard error what may have been meant. */
  public <T> void printCandidates(List<T> found, TablePrinter<T> listing) {
    var some = found.stream().limit(CANDIDATES).toList();
    listing.print(world.onErr(), OutputOption.Format.TABLE, some::forEach);
  }
}
