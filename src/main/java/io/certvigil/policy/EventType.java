package io.certvigil.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The closed set of event types. */
public enum EventType {
  CERTIFICATE_EXPIRING,
  CERTIFICATE_ESCALATED,
  CERTIFICATE_EXPIRED,
  CERTIFICATE_REMINDER,
  CERTIFICATE_RESOLVED,
  CERTIFICATE_STATUS_CHANGED,
  CERTIFICATE_DISAPPEARED,
  CERTIFICATE_EXPIRY_UNKNOWN,
  CERTIFICATE_RENEWED,
  CERTIFICATE_APPEARED,
  CERTIFICATE_UNSILENCED,
  SOURCE_UNREADABLE,
  SOURCE_RECOVERED,
  CREDENTIAL_EXPIRING,
  CHANNEL_FAILING,
  CHANNEL_RECOVERED,
  DELIVERY_EXPIRED,
  DAEMON_CLOCK_SKEWED,
  DAEMON_STORE_LOW,
  TEST;

  /** The name in messages, such as {@code certificate.status_changed}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replaceFirst("_", ".");
  }

  public static Optional<EventType> of(String word) {
    return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
  }

  @Override
  public String toString() {
    return word();
  }
}
