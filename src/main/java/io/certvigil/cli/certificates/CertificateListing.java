package io.certvigil.cli.certificates;

import static io.certvigil.cli.terminal.TablePrinter.TableColumn.left;
import static io.certvigil.cli.terminal.TablePrinter.TableColumn.right;

import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cli.terminal.RowStyle;
import io.certvigil.cli.terminal.TablePrinter;
import io.certvigil.cli.terminal.TablePrinter.Fit;
import io.certvigil.cli.terminal.TablePrinter.TableColumn;
import io.certvigil.store.view.CertificateTable;
import io.certvigil.store.view.CertificateView;
import java.time.Instant;
import java.util.List;

/** The columns of certificates. */
public final class CertificateListing {
  private CertificateListing() {}

  /** The columns at this moment, from which the time left is counted. */
  public static TablePrinter<CertificateView> at(Instant now) {
    return new TablePrinter<>(table(now), csv(), (CertificateView view) -> view, "No certificates.")
        .styled(view -> RowStyle.ofDays(view.daysToExpiry()));
  }

  private static List<TableColumn<CertificateView>> table(Instant now) {
    return List.of(
        right("IN", view -> CellFormat.left(view.notAfter(), now)),
        left("NAME", CertificateView::name).fit(Fit.NAME),
        left("WHERE", CertificateListing::where).fit(Fit.SHRINKS).leftOut(9),
        left("SOURCE", CertificateView::source).leftOut(1),
        left("STATUS", CertificateView::status).leftOut(2),
        left("EXPIRES", (CertificateView view) -> CellFormat.minute(view.notAfter())).leftOut(3),
        left("KEY", CertificateView::key));
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
