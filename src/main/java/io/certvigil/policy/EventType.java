package io.certvigil.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The closed set of event types. */
public enum EventType {
  CERTIFICATE_EXPIRING(Kind.STATE),
  CERTIFICATE_ESCALATED(CERTIFICATE_EXPIRING),
  CERTIFICATE_EXPIRED(CERTIFICATE_EXPIRING),
  CERTIFICATE_REMINDER(CERTIFICATE_EXPIRING),
  CERTIFICATE_RESOLVED(CERTIFICATE_EXPIRING),
  CERTIFICATE_STATUS_CHANGED(Kind.ONE_TIME),
  CERTIFICATE_DISAPPEARED(Kind.ONE_TIME),
  CERTIFICATE_EXPIRY_UNKNOWN(Kind.STATE),
  CERTIFICATE_RENEWED(Kind.ONE_TIME),
  CERTIFICATE_APPEARED(Kind.ONE_TIME),
  CERTIFICATE_UNSILENCED(CERTIFICATE_EXPIRING),
  SOURCE_UNREADABLE(Kind.STATE),
  SOURCE_RECOVERED(SOURCE_UNREADABLE),
  CREDENTIAL_EXPIRING(Kind.STATE),
  CREDENTIAL_REFUSED(Kind.STATE),
  CREDENTIAL_RECOVERED(CREDENTIAL_REFUSED),
  CREDENTIAL_CHANGED(Kind.ONE_TIME),
  RENEWAL_BLOCKED(Kind.STATE),
  RENEWAL_RECOVERED(RENEWAL_BLOCKED),
  ZONE_AT_RISK(Kind.STATE),
  ZONE_RECOVERED(ZONE_AT_RISK),
  HOSTNAME_AT_RISK(Kind.STATE),
  HOSTNAME_RECOVERED(HOSTNAME_AT_RISK),
  CHANNEL_FAILING(Kind.STATE),
  CHANNEL_RECOVERED(CHANNEL_FAILING),
  DELIVERY_EXPIRED(Kind.ONE_TIME),
  SILENCE_OF_EVERYTHING(Kind.ONE_TIME),
  DAEMON_CLOCK_SKEWED(Kind.STATE),
  DAEMON_STORE_LOW(Kind.STATE),
  TEST(Kind.ONE_TIME);

  private enum Kind {
    /** Opens an alert that a later event resolves. */
    STATE,
    ONE_TIME
  }

  private final Kind kind;
  private final @Nullable EventType opening;

  EventType(Kind kind) {
    this.kind = kind;
    this.opening = null;
  }

  EventType(EventType opening) {
    this.kind = Kind.STATE;
    this.opening = opening;
  }

  /** True if no later event resolves it. */
  public boolean isOneTime() {
    return kind == Kind.ONE_TIME;
  }

  /** Whether it concerns a condition, which its event then contains. */
  public boolean isOfCondition() {
    return switch (opening()) {
      case RENEWAL_BLOCKED, ZONE_AT_RISK, HOSTNAME_AT_RISK -> true;
      default -> false;
    };
  }

  /** The type of the event that usually opens the alert; the same for all events of one alert. */
  public EventType opening() {
    return opening == null ? this : opening;
  }

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
