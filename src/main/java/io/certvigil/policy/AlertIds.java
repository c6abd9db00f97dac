package io.certvigil.policy;

import io.certvigil.model.Key;
import io.certvigil.model.Scope;

/** What alerts and events are known by, for ever. */
final class AlertIds {
  private AlertIds() {}

  static String expiryAlertKey(Scope scope, String certificate) {
    return Key.shortOf("alert", scope.key(), certificate);
  }

  /** Of an alert that is about no single certificate. */
  static String alertKey(EventType kind, String subject, String reason) {
    return Key.shortOf(kind.word(), subject, reason);
  }

  /**
   * The id of an event.
   *
   * @param rung the rung that it tells; empty for one that tells none
   * @param n the number of the reminder, or what counts this alert's events without a rung
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
