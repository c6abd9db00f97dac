package io.certvigil.cli;

import static io.certvigil.cli.Cells.text;
import static io.certvigil.cli.Listing.Cell.left;
import static io.certvigil.cli.Listing.Cell.right;

import io.certvigil.cli.Listing.Cell;
import io.certvigil.store.CertificateView;
import java.util.List;

/** How certificates are listed. */
final class CertificateListing {
  static final Listing<CertificateView> LISTING =
      new Listing<>(table(), csv(), view -> view, "No certificate.");

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
    return List.of(
        left("key", CertificateView::key),
        left("source", CertificateView::source),
        left("id", CertificateView::id),
        left("name", CertificateView::name),
        left("account_id", view -> view.account().id()),
        left("account_name", view -> view.account().name()),
        left("zone_id", view -> view.zone() == null ? "" : view.zone().id()),
        left("zone_name", view -> view.zone() == null ? "" : view.zone().name()),
        left("status", CertificateView::status),
        left("not_before", view -> text(view.notBefore())),
        left("not_after", view -> text(view.notAfter())),
        left("days_to_expiry", view -> text(view.daysToExpiry())),
        left("lifetime_days", view -> text(view.lifetimeDays())),
        left("managed", view -> text(view.managed())),
        left("issuer", view -> text(view.issuer())),
        left("serial", view -> text(view.serial())),
        left("fingerprint_sha256", view -> text(view.fingerprintSha256())),
        left("hosts", view -> String.join(" ", view.hosts())),
        left("first_seen_at", view -> text(view.firstSeenAt())),
        left("last_seen_at", view -> text(view.lastSeenAt())),
        left("labels", view -> Cells.labels(view.labels())));
  }

  /** The zone, else the account. */
  static String where(CertificateView view) {
    return view.zone() == null ? view.account().name() : view.zone().name();
  }
}
