package io.certvigil.cli;

import io.certvigil.policy.Ladder;
import io.certvigil.store.Catalogue.AlertView;
import io.certvigil.store.CertificateView;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert as JSON: the components are the names of the webhook's {@code alert} object, and who has
 * taken it on.
 */
record AlertObject(
    String key,
    String state,
    String severity,
    @Nullable String rung,
    int episode,
    Instant firstFiredAt,
    @Nullable String reason,
    @Nullable Instant acknowledgedAt,
    @Nullable String acknowledgedBy,
    String name,
    String summary,
    @Nullable CertificateView certificate) {

  static AlertObject of(AlertView view) {
    var alert = view.alert();
    var ack = alert.progress().ack();
    return new AlertObject(
        alert.id().key(),
        alert.state().word(),
        alert.severity().word(),
        rung(alert.progress().rung()),
        alert.id().episode(),
        alert.progress().firstFiredAt(),
        alert.reason(),
        ack == null ? null : ack.at(),
        ack == null ? null : ack.by(),
        alert.subject().name(),
        view.summary(),
        view.certificate());
  }

  private static @Nullable String rung(@Nullable Duration rung) {
    return rung == null ? null : Ladder.format(rung);
  }
}
