package io.certvigil.cli.terminal;

import io.certvigil.model.PemCertificate;
import io.certvigil.model.PrintableText;
import io.certvigil.store.view.AlertJson;
import io.certvigil.store.view.CertificateTable;
import io.certvigil.store.view.CertificateView;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints one thing for people: one field a line. */
public record DetailPrinter(PrintStream out) {
  /** A certificate, then its alerts. */
  public void certificate(CertificateView view, List<AlertJson> alerts, Instant now) {
    line("Name", view.name());
    line("Key", view.key());
    line("Expires", expires(view, now));
    line("Status", view.status());
    line("Source", view.source());
    line("Account", view.account().name() + " (" + view.account().id() + ")");
    var zone = view.zone();
    line("Zone", zone == null ? null : zone.name() + " (" + zone.id() + ")");
    line("Id", view.id());
    line("Hosts", String.join(" ", view.hosts()));
    line("Issuer", view.issuer());
    line("Serial", view.serial());
    line("SHA-256", view.fingerprintSha256());
    pemCertificates(view);
    line("Valid from", view.notBefore());
    line("Lifetime", view.lifetimeDays() == null ? null : view.lifetimeDays() + " d");
    line("Renewed by", view.managed() ? "Cloudflare" : null);
    line("First seen", view.firstSeenAt());
    line("Last seen", view.lastSeenAt());
    line("Labels", CertificateTable.labels(view.labels()));
    view.attributes().forEach(this::line);
    alerts.forEach(alert -> line("Alert", alert(alert)));
  }

  private void pemCertificates(CertificateView view) {
    var all = view.pemCertificates();
    if (all == null) {
      return;
    }
    for (var one : all) {
      var decides = one.decides() ? " (decides)" : "";
      line(
          "In the PEM",
          one.name() + ", serial " + one.serial() + ", until " + one.notAfter() + decides);
    }
    if (all.stream().noneMatch(PemCertificate::decides)) {
      line("In the PEM", "none decides, because Cloudflare gives an earlier date");
    }
  }

  private static String expires(CertificateView view, Instant now) {
    var end = view.notAfter();
    return end == null ? "unknown" : end + " (" + CellFormat.left(end, now) + ")";
  }

  private static String alert(AlertJson alert) {
    var reason = alert.reason() == null ? "" : " (" + alert.reason() + ")";
    return alert.key()
        + " "
        + alert.state()
        + reason
        + ", "
        + alert.severity()
        + ", since "
        + CellFormat.minute(alert.firstFiredAt())
        + ": "
        + CellFormat.sentence(alert.summary());
  }

  /** One field; nothing if it has no value. */
  public void line(String name, @Nullable Object value) {
    var text = CellFormat.text(value);
    if (!text.isBlank()) {
      out.println(PrintableText.of((name + ":").replace('_', ' ') + " ".repeat(pad(name)) + text));
    }
  }

  private static int pad(String name) {
    return Math.max(1, 14 - name.length());
  }
}
