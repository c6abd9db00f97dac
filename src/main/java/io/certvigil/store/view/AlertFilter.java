package io.certvigil.store.view;

import io.certvigil.policy.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts.
 *
 * @param resolved those of 30 days that are over too
 * @param severity only this; null for all
 * @param lists only those about a list of this source, zone, account and labels, or about a
 *     certificate there; the rest of it is not looked at
 */
public record AlertFilter(boolean resolved, @Nullable Severity severity, CertificateFilter lists) {
  public boolean limitsLists() {
    return lists.source() != null
        || lists.zone() != null
        || lists.account() != null
        || !lists.labels().isEmpty();
  }
}
