package io.certvigil.policy;

import io.certvigil.diff.KnownCertificate;
import io.certvigil.model.Certificate;
import io.certvigil.model.ReadableTime;
import java.time.Instant;
import java.util.List;

/** The summary texts of events about one certificate, one line each. */
record EventSummary(KnownCertificate item, Instant now) {
  /** {@code device-17.example.com expires in 13 d 21 h (2026-12-04T20:00Z)}. */
  String expires() {
    return name() + " " + expiryPhrase();
  }

  String expiresUncovered(List<String> hosts) {
    return expires() + "; no other certificate covers " + EventText.firstNames(hosts);
  }

  String expiresReplaced() {
    return expires()
        + "; a later one for the same hosts was issued, so this is the only notification";
  }

  String appeared() {
    return name() + " appeared: " + expiryPhrase();
  }

  String renewed() {
    return name() + " renewed: new expiry " + expiryDate();
  }

  String statusChanged(String before) {
    return "%s became %s (was %s): %s"
        .formatted(name(), status(), EventText.clean(before), expiryPhrase());
  }

  String disappeared() {
    return name() + " disappeared from Cloudflare: " + expiryPhrase();
  }

  String resolved(Resolution resolution) {
    return switch (resolution) {
      case RENEWED -> renewed();
      case EXPIRY_CORRECTED -> name() + ": its expiry was corrected to " + expiryDate();
      case SUPERSEDED -> name() + " is superseded by other certificates: it " + expiryPhrase();
      case REMOVED -> name() + " was removed from Cloudflare: it " + expiryPhrase();
      case REVOKED -> name() + " is " + status() + ": its expiry is no longer watched";
      case NOT_IN_USE -> name() + " is " + status() + " and not in use: it " + expiryPhrase();
      case UNWATCHED -> name() + " is no longer watched: it " + expiryPhrase();
      case HANDED_OVER ->
          name()
              + " is handed over: the "
              + handOver()
              + " has its successor; it "
              + expiryPhrase();
      case RUNGS_CHANGED ->
          name() + ": the changed config raises no alert for it: it " + expiryPhrase();
    };
  }

  /** As {@link #expires}, with what to do. */
  String expiresAfterHandOver() {
    return expires()
        + "; upload the current certificate of the set to the "
        + handOver()
        + " before then, and acknowledge this alert, which closes it";
  }

  private String handOver() {
    return EventText.clean(certificate().attributes().getOrDefault(Certificate.HAND_OVER, ""));
  }

  private String name() {
    return EventText.name(certificate().name(), certificate().id());
  }

  private String status() {
    return EventText.clean(certificate().status());
  }

  private String expiryDate() {
    return certificate().notAfter().map(ReadableTime::iso).orElse("none");
  }

  private String expiryPhrase() {
    return certificate()
        .notAfter()
        .map(end -> EventText.expires(end, now))
        .orElse("has no known expiry");
  }

  private Certificate certificate() {
    return item.certificate();
  }
}
