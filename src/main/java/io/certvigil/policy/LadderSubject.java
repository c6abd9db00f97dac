package io.certvigil.policy;

import io.certvigil.diff.KnownCertificate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What goes down a ladder, and how that is told.
 *
 * @param begins the type of the first rung
 * @param grows the type of each further one
 * @param ends the type of rung zero
 * @param reminded whether a rung is told again
 * @param item the certificate; null where it is none
 * @param line what is told of it, for people; made only where it is told
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

  String reminderSummary(int number) {
    return summary.get() + ", reminder " + number;
  }
}
