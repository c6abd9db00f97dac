package io.certvigil.store.view;

import io.certvigil.policy.Severity;
import org.jspecify.annotations.Nullable;

/**
 * A filter for alerts.
 *
 * @param resolved whether to include alerts resolved in the last 30 days
 * @param severity only this severity; null for all
 * @param text part of the name or of the latest summary, or the whole key; case of ASCII letters is
 *     ignored; null for all
 * @param lists only alerts about lists, or certificates of lists, with this source, zone, account
 *     and labels; other parts of this filter are ignored
 */
public record AlertFilter(
    boolean resolved, @Nullable Severity severity, @Nullable String text, CertificateFilter lists) {
  public AlertFilter(boolean resolved, @Nullable Severity severity, CertificateFilter lists) {
    this(resolved, severity, null, lists);
  }

  public boolean limitsLists() {
    return lists.source() != null
        || lists.zone() != null
        || lists.account() != null
        || !lists.labels().isEmpty();
  }
}
