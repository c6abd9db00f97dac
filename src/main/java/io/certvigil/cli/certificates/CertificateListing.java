package io.certvigil.cli.certificates;

import static io.certvigil.cli.terminal.TablePrinter.TableColumn.left;
import static io.certvigil.cli.terminal.TablePrinter.TableColumn.right;

import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cli.terminal.RowStyle;
import io.certvigil.cli.terminal.TablePrinter;
import io.certvigil.cli.terminal.TablePrinter.TableColumn;
import io.certvigil.store.view.CertificateTable;
import io.certvigil.store.view.CertificateView;
import java.util.List;

/** The columns of certificates. */
public final class CertificateListing {
  public static final TablePrinter<CertificateView> LISTING =
      new TablePrinter<>(table(), csv(), (CertificateView view) -> view, "No certificates.")
          .styled(view -> RowStyle.ofDays(view.daysToExpiry()));

  private CertificateListing() {}

  private static List<TableColumn<CertificateView>> table() {
    return List.of(
        left("KEY", CertificateView::key),
        left("EXPIRES", view -> CellFormat.minute(view.notAfter())),
        right("IN", view -> CellFormat.days(view.daysToExpiry())),
        left("SOURCE", CertificateView::source),
        left("STATUS", CertificateView::status),
        left("WHERE", CertificateListing::where),
        left("NAME", CertificateView::name));
  }

  private static List<TableColumn<CertificateView>> csv() {
    return CertificateTable.COLUMNS.stream()
        .map(column -> left(column.header(), column.of()))
        .toList();
  }

  /** The name of its zone, or of its account if it belongs to no zone. */
  public static String where(CertificateView view) {
    return view.zone() == null ? view.account().name() : view.zone().name();
  }
}
