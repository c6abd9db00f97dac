package io.certvigil.store.view;

import io.certvigil.policy.Alert;
import io.certvigil.policy.AlertSubject;
import org.jspecify.annotations.Nullable;

/**
 * An alert, and its certificate or condition if it is about one.
 *
 * @param summary of its last event, with the time left as it is now
 */
public record AlertView(
    Alert alert,
    String summary,
    @Nullable CertificateView certificate,
    @Nullable ConditionView condition) {
  /** The same with another text. */
  public AlertView with(String newSummary) {
    return new AlertView(alert, newSummary, certificate, condition);
  }

  /** The values that silences are matched against. */
  public AlertSubject subject() {
    var key = alert.id().key();
    if (condition != null) {
      return condition.alertSubject();
    }
    return certificate == null ? new AlertSubject(key, null) : certificate.subject(key);
  }
}
