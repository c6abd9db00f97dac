package io.certvigil.policy;

import io.certvigil.model.Key;
import io.certvigil.model.Scope;

/** Computes the stable keys of alerts and ids of events. */
final class AlertIds {
  private AlertIds() {}

  static String expiryAlertKey(Scope scope, String certificate) {
    return expiryAlertKey(scope.key(), certificate);
  }

  static String expiryAlertKey(String scopeKey, String certificate) {
    return Key.shortOf("alert", scopeKey, certificate);
  }

  /** The key of an alert that is not about a single certificate. */
  static String alertKey(EventType kind, String subject, String reason) {
    return Key.shortOf(kind.word(), subject, reason);
  }

  /**
   * The id of an event.
   *
   * @param rung the rung of the event; empty for an event without a rung
   * @param n the number of the reminder, or the sequence of this alert's events without a rung
   */
  static String eventId(Alert.Id alert, EventType type, String rung, long n) {
    return "evt_"
        + Key.longOf(
            alert.key(),
            Long.toString(alert.incarnation().getEpochSecond()),
            Integer.toString(alert.episode()),
            type.word(),
            rung,
            Long.toString(n));
  }
}
