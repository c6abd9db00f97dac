package io.certvigil.notify;

import io.certvigil.policy.EventType;

/** What an event means to a receiver that keeps alerts of its own. */
public enum AlertLifecycle {
  /** Its alert fires until another event says otherwise. */
  LASTS,
  /** Its alert is over. */
  OVER,
  /** It is told once; nothing will ever end it. */
  ONCE;

  public static AlertLifecycle of(EventDocument event) {
    return event.knownType().filter(AlertLifecycle::once).isPresent() ? ONCE : state(event);
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

  private static AlertLifecycle state(EventDocument event) {
    return event.isResolved() ? OVER : LASTS;
  }

  /**
   * The type of event that opened the alert of this one, such as {@code certificate.expiring}: the
   * same for all that is told of an alert. That of a type nobody knows is itself.
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
      // One that speaks of no certificate closes what was said of a whole list.
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
