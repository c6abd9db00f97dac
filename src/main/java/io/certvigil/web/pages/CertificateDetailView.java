package io.certvigil.web.pages;

import io.certvigil.model.Key;
import io.certvigil.policy.Explanation;
import io.certvigil.policy.Silence;
import io.certvigil.store.view.CertificateDetail;
import io.certvigil.store.view.ChangeView;
import io.certvigil.store.view.EventView;
import io.certvigil.web.html.PageNotFound;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.site.SiteContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The data of the page of one certificate.
 *
 * @param explanation its current rung and the reason for it; null if it is no longer watched, so
 *     that there are no alerts for it
 * @param silences those that cover the certificate
 * @param history newest first
 * @param alerts all alerts about it, firing ones first
 * @param events the events about it, newest first
 */
record CertificateDetailView(
    CertificateDetail detail,
    @Nullable Explanation explanation,
    List<Silence> silences,
    List<ChangeView> history,
    List<AlertsView.Row> alerts,
    List<EventView> events) {
  private static final int EVENTS = 50;

  CertificateDetailView {
    silences = List.copyOf(silences);
    history = List.copyOf(history);
    alerts = List.copyOf(alerts);
    events = List.copyOf(events);
  }

  /**
   * Reads the data.
   *
   * @throws PageNotFound if no certificate has the requested key
   */
  static CertificateDetailView read(SiteContext context, PageRequest request, Instant now) {
    var detail = detail(context, request.lastSegment(), now);
    var certificate = detail.certificate();
    var key = certificate.key();
    var policy = context.daemon().policy();
    var explanation = context.store().alerts().explain(policy, key, now).orElse(null);
    var active = context.store().silences().active(now);
    var alertKey = explanation == null ? "" : explanation.alertKey();
    var inventory = context.store().inventory();
    return new CertificateDetailView(
        detail,
        explanation,
        Silence.covering(active, certificate.subject(alertKey)),
        inventory.history(key),
        inventory.alertsOf(key, now).stream()
            .map(alert -> AlertsView.Row.of(alert, active))
            .toList(),
        inventory.eventsOf(key, EVENTS));
  }

  /** Accepts the key of the certificate or that of its alert. */
  private static CertificateDetail detail(SiteContext context, String key, Instant now) {
    var inventory = context.store().inventory();
    return inventory
        .detail(key, now)
        .or(() -> certificateOfAlert(context, key).flatMap(found -> inventory.detail(found, now)))
        .orElseThrow(
            () ->
                new PageNotFound(
                    "No certificate has this key. Alerts that are not about a single certificate"
                        + " are on the alerts page. Certificates that were deleted longer ago than"
                        + " the retention are no longer stored."));
  }

  private static Optional<String> certificateOfAlert(SiteContext context, String key) {
    return context
        .store()
        .alerts()
        .alert(key)
        .filter(alert -> !alert.subject().certificate().isEmpty())
        .map(alert -> Key.ofCertificate(alert.subject().scope(), alert.subject().certificate()));
  }
}
