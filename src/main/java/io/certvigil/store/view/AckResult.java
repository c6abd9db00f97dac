package io.certvigil.store.view;

import io.certvigil.policy.Alert;

/** The result of acknowledging an alert, or of removing its acknowledgement. */
public sealed interface AckResult {
  /** The alert as it is now. */
  record Changed(Alert alert) implements AckResult {}

  /**
   * Nothing changed: the alert was already acknowledged (the alert names by whom), or already not
   * acknowledged.
   */
  record Unchanged(Alert alert) implements AckResult {}

  /** No alert with this key is firing. */
  record NotFiring(String key) implements AckResult {}
}
