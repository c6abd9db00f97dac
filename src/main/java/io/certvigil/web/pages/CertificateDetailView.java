package io.certvigil.web.pages;

import io.certvigil.policy.Explanation;
import io.certvigil.policy.Silence;
import io.certvigil.store.view.CertificateDetail;
import io.certvigil.store.view.ChangeView;
import io.certvigil.store.view.EventView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the page of one certificate shows.
 *
 * @param why its rung and how it came to it; null if it is no longer watched, so that nothing is
 *     alerted
 * @param silences those that cover it
 * @param history newest first
 * @param alerts all about it, those that fire first
 * @param events what was alerted about it, newest first
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
