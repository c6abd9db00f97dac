package io.certvigil.cli.terminal;

import io.certvigil.model.PrintableText;
import io.certvigil.store.view.AlertView;
import io.certvigil.store.view.CertificateTable;
import io.certvigil.store.view.CertificateView;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints a certificate for people: one field a line, then its alerts. */
public final class DetailPrinter {
  private DetailPrinter() {}

  public static void print(PrintStream out, CertificateView view, List<AlertView> alerts) {
    line(out, "Name", view.name());
    line(out, "Key", view.key());
    line(out, "Expires", expires(view));
    line(out, "Status", view.status());
    line(out, "Source", view.source());
    line(out, "Account", view.account().name() + " (" + view.account().id() + ")");
    var zone = view.zone();
    line(out, "Zone", zone == null ? null : zone.name() + " (" + zone.id() + ")");
    line(out, "Id", view.id());
    line(out, "Hosts", String.join(" ", view.hosts()));
    line(out, "Issuer", view.issuer());
    line(out, "Serial", view.serial());
    line(out, "SHA-256", view.fingerprintSha256());
    line(out, "Valid from", view.notBefore());
    line(out, "Lifetime", view.lifetimeDays() == null ? null : view.lifetimeDays() + " d");
    line(out, "Renewed by", view.managed() ? "Cloudflare" : null);
    line(out, "First seen", view.firstSeenAt());
    line(out, "Last seen", view.lastSeenAt());
    line(out, "Labels", CertificateTable.labels(view.labels()));
    view.attributes().forEach((name, value) -> line(out, name, value));
    alerts.forEach(alert -> line(out, "Alert", alert(alert)));
  }

  private static String expires(CertificateView view) {
    var end = view.notAfter();
    return end == null ? "unknown" : end + " (" + CellFormat.days(view.daysToExpiry()) + ")";
  }

  private static String alert(AlertView view) {
    var alert = view.alert();
    var reason = alert.reason() == null ? "" : " (" + alert.reason() + ")";
    return alert.id().key()
        + " "
        + alert.state().word()
        + reason
        + ", "
        + alert.severity()
        + ", since "
        + CellFormat.minute(alert.progress().firstFiredAt())
        + ": "
        + view.summary();
  }

  public static void line(PrintStream out, String name, @Nullable Object value) {
    var text = CellFormat.text(value);
    if (!text.isBlank()) {
      out.println(PrintableText.of((name + ":").replace('_', ' ') + " ".repeat(pad(name)) + text));
    }
  }

  private static int pad(String name) {
    return Math.max(1, 14 - name.length());
  }
}
