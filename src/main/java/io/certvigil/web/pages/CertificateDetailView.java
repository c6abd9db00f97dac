package io.certvigil.web.pages;

import io.certvigil.policy.Explanation;
import io.certvigil.policy.Silence;
import io.certvigil.store.view.CertificateDetail;
import io.certvigil.store.view.ChangeView;
import io.certvigil.store.view.EventView;
import java.util.List;
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
  CertificateDetailView {
    silences = List.copyOf(silences);
    history = List.copyOf(history);
    alerts = List.copyOf(alerts);
    events = List.copyOf(events);
  }
}
