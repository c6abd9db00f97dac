package io.certvigil.policy;

import io.certvigil.diff.KnownCertificate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an expiry alert is about, and the events and summary that report it.
 *
 * @param firstRungType the event type of the first rung
 * @param nextRungType the event type of each further rung
 * @param expiredType the event type of rung zero
 * @param reminders whether reminders repeat a rung
 * @param item the certificate; null if it is not about a certificate
 * @param summary the summary for people; built only if an event is sent
 */
record LadderSubject(
    EventType firstRungType,
    EventType nextRungType,
    EventType expiredType,
    boolean reminders,
    @Nullable KnownCertificate item,
    Supplier<String> summary) {
  static LadderSubject certificate(KnownCertificate item, Supplier<String> line) {
    return new LadderSubject(
        EventType.CERTIFICATE_EXPIRING,
        EventType.CERTIFICATE_ESCALATED,
        EventType.CERTIFICATE_EXPIRED,
        true,
        item,
        line);
  }

  static LadderSubject credential(Supplier<String> line) {
    var type = EventType.CREDENTIAL_EXPIRING;
    return new LadderSubject(type, type, type, false, null, line);
  }
}
