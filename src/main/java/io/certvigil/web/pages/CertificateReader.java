package io.certvigil.web.pages;

import io.certvigil.model.Key;
import io.certvigil.policy.Silence;
import io.certvigil.store.view.CertificateDetail;
import io.certvigil.web.html.PageNotFound;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.site.SiteContext;
import java.time.Instant;
import java.util.Optional;

/** Reads the data of the page of one certificate. */
final class CertificateReader {
  private static final int EVENTS = 50;

  private final SiteContext context;

  CertificateReader(SiteContext context) {
    this.context = context;
  }

  /**
   * Reads the data.
   *
   * @throws PageNotFound if no certificate has the requested key
   */
  CertificateDetailView read(PageRequest request, Instant now) {
    var detail = detail(request.lastSegment(), now);
    var certificate = detail.certificate();
    var explanation =
        context
            .store()
            .alerts()
            .explain(context.daemon().policy(), certificate.key(), now)
            .orElse(null);
    var active = context.store().silences().active(now);
    var alertKey = explanation == null ? "" : explanation.alertKey();
    var catalogue = context.inventory();
    return new CertificateDetailView(
        detail,
        explanation,
        Silence.covering(active, certificate.subject(alertKey)),
        catalogue.history(certificate.key()),
        catalogue.alertsOf(certificate.key(), now).stream()
            .map(alert -> AlertsView.Row.of(alert, active))
            .toList(),
        catalogue.eventsOf(certificate.key(), EVENTS));
  }

  /** Accepts the key of the certificate or that of its alert. */
  private CertificateDetail detail(String key, Instant now) {
    return context
        .inventory()
        .detail(key, now)
        .or(() -> certificateOfAlert(key).flatMap(found -> context.inventory().detail(found, now)))
        .orElseThrow(
            () ->
                new PageNotFound(
                    "No certificate has this key. Alerts that are not about a single certificate"
                        + " are on the alerts page. Certificates that were deleted longer ago than"
                        + " the retention are no longer stored."));
  }

  private Optional<String> certificateOfAlert(String key) {
    return context
        .store()
        .alerts()
        .alert(key)
        .filter(alert -> !alert.subject().certificate().isEmpty())
        .map(alert -> Key.ofCertificate(alert.subject().scope(), alert.subject().certificate()));
  }
}
