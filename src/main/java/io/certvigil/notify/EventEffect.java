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
    return event.knownType().filter(EventEffect::once).isPresent() ? ONCE : state(event);
  }

  private static boolean once(EventType type) {
    return switch (type) {
      case CERTIFICATE_STATUS_CHANGED,
          CERTIFICATE_DISAPPEARED,
          CERTIFICATE_RENEWED,
          CERTIFICATE_APPEARED,
          DELIVERY_EXPIRED,
          TEST ->
          true;
      case CERTIFICATE_EXPIRING,
          CERTIFICATE_ESCALATED,
          CERTIFICATE_EXPIRED,
          CERTIFICATE_REMINDER,
          CERTIFICATE_RESOLVED,
          CERTIFICATE_EXPIRY_UNKNOWN,
          CERTIFICATE_UNSILENCED,
          SOURCE_UNREADABLE,
          SOURCE_RECOVERED,
          CREDENTIAL_EXPIRING,
          CHANNEL_FAILING,
          CHANNEL_RECOVERED,
          DAEMON_CLOCK_SKEWED,
          DAEMON_STORE_LOW ->
          false;
    };
  }

  private static EventEffect state(EventDocument event) {
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
    return switch (type) {
      case CERTIFICATE_EXPIRING,
          CERTIFICATE_ESCALATED,
          CERTIFICATE_EXPIRED,
          CERTIFICATE_REMINDER,
          CERTIFICATE_UNSILENCED ->
          EventType.CERTIFICATE_EXPIRING;
      // Without a certificate, it resolves an alert about the unknown expiry of a whole list.
      case CERTIFICATE_RESOLVED ->
          event.certificate() == null || event.certificate().id().isEmpty()
              ? EventType.CERTIFICATE_EXPIRY_UNKNOWN
              : EventType.CERTIFICATE_EXPIRING;
      case SOURCE_UNREADABLE, SOURCE_RECOVERED -> EventType.SOURCE_UNREADABLE;
      case CHANNEL_FAILING, CHANNEL_RECOVERED -> EventType.CHANNEL_FAILING;
      case CERTIFICATE_STATUS_CHANGED,
          CERTIFICATE_DISAPPEARED,
          CERTIFICATE_EXPIRY_UNKNOWN,
          CERTIFICATE_RENEWED,
          CERTIFICATE_APPEARED,
          CREDENTIAL_EXPIRING,
          DELIVERY_EXPIRED,
          DAEMON_CLOCK_SKEWED,
          DAEMON_STORE_LOW,
          TEST ->
          type;
    };
  }
}
