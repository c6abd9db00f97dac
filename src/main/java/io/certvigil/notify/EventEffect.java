package io.certvigil.notify;

import io.certvigil.policy.EventType;

/**
 * What an event means for a receiver that keeps alerts as state, such as Alertmanager or PagerDuty.
 */
public enum EventEffect {
  /** The alert fires until a later event resolves it. */
  LASTS,
  /** The alert is resolved. */
  OVER,
  /** A one-time event; no later event resolves it. */
  ONCE;

  public static EventEffect of(EventDocument event) {
    if (event.knownType().filter(EventType::isOneTime).isPresent()) {
      return ONCE;
    }
    return event.isResolved() ? OVER : LASTS;
  }

  /**
   * The type of the event that opens the alert, such as {@code certificate.expiring}. It is the
   * same for all events of one alert. An unknown type is returned unchanged.
   */
  public static String family(EventDocument event) {
    return event.knownType().map(type -> family(type, event).word()).orElse(event.type());
  }

  private static EventType family(EventType type, EventDocument event) {
    // Without a certificate, it resolves an alert about the unknown expiry of a whole list.
    return type == EventType.CERTIFICATE_RESOLVED && event.certificateOrNone().id().isEmpty()
        ? EventType.CERTIFICATE_EXPIRY_UNKNOWN
        : type.opening();
  }
}
