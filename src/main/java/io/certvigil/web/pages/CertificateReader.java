package io.certvigil.web.pages;

import io.certvigil.model.Key;
import io.certvigil.policy.Silence;
import io.certvigil.store.view.CertificateDetail;
import io.certvigil.web.html.PageNotFound;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.site.SiteContext;
import java.time.Instant;
import java.util.Optional;

/** Reads what the page of one certificate shows. */
final class CertificateReader {
  private static final int EVENTS = 50;

  private final SiteContext context;

  CertificateReader(SiteContext context) {
    this.context = context;
  }

  /**
   * Reads it.
   *
   * @throws PageNotFound if no certificate has the key that is asked for
   */
  CertificateDetailView read(PageRequest question, Instant now) {
    var standing = detail(question.lastSegment(), now);
    var certificate = standing.certificate();
    var why =
        context
            .store()
            .alerts()
            .explain(context.daemon().policy(), certificate.key(), now)
            .orElse(null);
    var active = context.store().silences().active(now);
    var alertKey = why == null ? "" : why.alertKey();
    var catalogue = context.inventory();
    return new CertificateDetailView(
        standing,
        why,
        Silence.covering(active, certificate.subject(alertKey)),
        catalogue.history(certificate.key()),
        catalogue.alertsOf(certificate.key(), now).stream()
            .map(alert -> AlertsView.Row.of(alert, active))
            .toList(),
        catalogue.eventsOf(certificate.key(), EVENTS));
  }

  /** By its own key, or by that of its alert. */
  private CertificateDetail detail(String key, Instant now) {
    return context
        .inventory()
        .detail(key, now)
        .or(() -> certificateOfAlert(key).flatMap(found -> context.inventory().detail(found, now)))
        .orElseThrow(
            () ->
                new PageNotFound(
                    "No certificate has this key. An alert that is about no single certificate is"
                        + " on the page of alerts; what is gone for longer than the retention is"
                        + " known no more."));
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
