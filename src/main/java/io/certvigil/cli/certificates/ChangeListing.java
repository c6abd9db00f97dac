package io.certvigil.cli.certificates;

import static io.certvigil.cli.terminal.TablePrinter.TableColumn.left;
import static io.certvigil.cli.terminal.TablePrinter.TableColumn.right;

import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cli.terminal.TablePrinter;
import io.certvigil.cli.terminal.TablePrinter.Fit;
import io.certvigil.cli.terminal.TablePrinter.TableColumn;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.ChangeView;
import io.certvigil.store.view.ChangeView.Difference;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The columns of changes. */
final class ChangeListing {
  static final TablePrinter<ChangeView> LISTING =
      new TablePrinter<>(table(), csv(), view -> view, "No changes.");

  /** Fields whose values are short enough for the table; of other fields it shows only the name. */
  private static final Set<String> SHORT = Set.of("status", "name", "not_after", "expiry");

  private ChangeListing() {}

  private static List<TableColumn<ChangeView>> table() {
    return List.of(
        left("AT", view -> CellFormat.minute(view.at())),
        left("NAME", ChangeListing::name).fit(Fit.NAME),
        left("WHERE", ChangeListing::where).fit(Fit.SHRINKS).leftOut(9),
        left("CHANGE", view -> String.join(" ", view.changes())),
        left("KEY", view -> of(view, CertificateView::key)),
        left("SOURCE", ChangeView::source).leftOut(1),
        left("WHAT", ChangeListing::what).fit(Fit.REST).leftOut(2));
  }

  private static List<TableColumn<ChangeView>> csv() {
    return List.of(
        left("at", view -> view.at().toString()),
        left("changes", view -> String.join(" ", view.changes())),
        left("source", ChangeView::source),
        left("account_id", view -> view.account().id()),
        left("account_name", view -> view.account().name()),
        left("zone_id", view -> view.zone() == null ? "" : view.zone().id()),
        left("zone_name", view -> view.zone() == null ? "" : view.zone().name()),
        right("certificates", view -> String.valueOf(view.certificates())),
        left("key", view -> of(view, CertificateView::key)),
        left("id", view -> of(view, CertificateView::id)),
        left("name", view -> of(view, CertificateView::name)),
        left("differences", ChangeListing::all));
  }

  private static String of(ChangeView view, Function<CertificateView, String> part) {
    return view.certificate() == null ? "" : part.apply(view.certificate());
  }

  private static String where(ChangeView view) {
    return view.zone() == null ? view.account().name() : view.zone().name();
  }

  private static String name(ChangeView view) {
    return view.certificate() == null
        ? "(" + CellFormat.count(view.certificates(), "certificate") + ")"
        : view.certificate().name();
  }

  private static String what(ChangeView view) {
    return view.differences().stream()
        .map(one -> SHORT.contains(one.field()) ? whole(one, ChangeListing::brief) : one.field())
        .collect(Collectors.joining(", "));
  }

  private static String all(ChangeView view) {
    return view.differences().stream()
        .map(one -> whole(one, ChangeListing::text))
        .collect(Collectors.joining("; "));
  }

  private static String whole(Difference one, Function<@Nullable Object, String> text) {
    return one.field() + " " + text.apply(one.before()) + " -> " + text.apply(one.after());
  }

  private static String brief(@Nullable Object value) {
    return value instanceof Instant at ? CellFormat.minute(at) : text(value);
  }

  private static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "none";
      case List<?> list ->
          list.stream().map(String::valueOf).collect(Collectors.joining(" ", "[", "]"));
      default -> value.toString();
    };
  }
}
