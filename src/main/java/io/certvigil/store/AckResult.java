package io.certvigil.store;

import io.certvigil.policy.Alert;

/** What became of the wish to take an alert on, or to give it back. */
public sealed interface AckResult {
  /** The alert as it is now. */
  record Changed(Alert alert) implements AckResult {}

  /** It was so already: taken on, by whoever the alert names, or by nobody. */
  record Unchanged(Alert alert) implements AckResult {}

  /** No alert with this key fires. */
  record NotFiring(String key) implements AckResult {}
}
