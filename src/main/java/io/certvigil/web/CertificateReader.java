package io.certvigil.web;

import io.certvigil.model.Key;
import io.certvigil.policy.Explanation;
import io.certvigil.policy.Silence;
import io.certvigil.store.CertificateDetail;
import io.certvigil.store.ChangeView;
import io.certvigil.store.Coverage;
import io.certvigil.store.EventView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the store what the page of one certificate says. */
final class CertificateReader {
  private static final int EVENTS = 50;

  private final Web.Status status;

  CertificateReader(Web.Status status) {
    this.status = status;
  }

  /**
   * All that the page says.
   *
   * @param why null where it is watched no more, so that nothing is told of it
   * @param silences those that cover it
   * @param history newest first
   * @param alerts all about it, those that fire first
   * @param events what was told of it, newest first
   */
  record View(
      CertificateDetail standing,
      @Nullable Explanation why,
      List<Silence> silences,
      List<ChangeView> history,
      List<AlertsReader.Row> alerts,
      List<EventView> events) {}

  String page(Question question, Shell shell) {
    var now = shell.now();
    var standing = standing(question.last(), now);
    var certificate = standing.certificate();
    var why =
        status
            .store()
            .alerts()
            .explain(status.daemon().policy(), certificate.key(), now)
            .orElse(null);
    var active = status.store().silences().active(now);
    var alertKey = why == null ? "" : why.alertKey();
    var catalogue = status.catalogue();
    var view =
        new View(
            standing,
            why,
            Coverage.of(active, certificate, alertKey),
            catalogue.history(certificate.key()),
            catalogue.alertsOf(certificate.key(), now).stream()
                .map(alert -> AlertsReader.Row.of(alert, active))
                .toList(),
            catalogue.eventsOf(certificate.key(), EVENTS));
    return new CertificatePage(question, view, now).html(shell);
  }

  /** By its own key, or by that of its alert. */
  private CertificateDetail standing(String key, Instant now) {
    return status
        .catalogue()
        .standing(key, now)
        .or(() -> alerted(key).flatMap(found -> status.catalogue().standing(found, now)))
        .orElseThrow(
            () ->
                new NotHere(
                    "No certificate has this key. An alert that is about no single certificate is"
                        + " on the page of alerts; what is gone for longer than the retention is"
                        + " known no more."));
  }

  private Optional<String> alerted(String key) {
    return status
        .store()
        .alerts()
        .alert(key)
        .filter(alert -> !alert.subject().certificate().isEmpty())
        .map(alert -> Key.ofCertificate(alert.subject().scope(), alert.subject().certificate()));
  }
}
