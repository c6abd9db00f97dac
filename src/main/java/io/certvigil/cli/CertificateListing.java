package io.certvigil.cli;

import static io.certvigil.cli.Listing.Cell.left;
import static io.certvigil.cli.Listing.Cell.right;

import io.certvigil.cli.Listing.Cell;
import io.certvigil.store.view.CertificateTable;
import io.certvigil.store.view.CertificateView;
import java.util.List;

/** How certificates are listed. */
final class CertificateListing {
  static final Listing<CertificateView> LISTING =
      new Listing<>(table(), csv(), (CertificateView view) -> view, "No certificate.")
          .toned(view -> Tone.ofDays(view.daysToExpiry()));

  private CertificateListing() {}

  private static List<Cell<CertificateView>> table() {
    return List.of(
        left("KEY", CertificateView::key),
        left("EXPIRES", view -> Cells.minute(view.notAfter())),
        right("IN", view -> Cells.days(view.daysToExpiry())),
        left("SOURCE", CertificateView::source),
        left("STATUS", CertificateView::status),
        left("WHERE", CertificateListing::where),
        left("NAME", CertificateView::name));
  }

  private static List<Cell<CertificateView>> csv() {
    return CertificateTable.COLUMNS.stream()
        .map(column -> left(column.header(), column.of()))
        .toList();
  }

  /** The zone, else the account. */
  static String where(CertificateView view) {
    return view.zone() == null ? view.account().name() : view.zone().name();
  }
}
