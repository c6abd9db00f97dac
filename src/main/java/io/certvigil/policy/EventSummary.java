package io.certvigil.policy;

import io.certvigil.diff.Item;
import io.certvigil.model.Certificate;
import java.time.Instant;
import java.util.List;

/** One line about one certificate. */
record EventSummary(Item item, Instant now) {
  /** {@code device-17.example.com expires in 13 d 21 h (2026-12-04T20:00Z)}. */
  String expires() {
    return name() + " " + end();
  }

  String expiresUncovered(List<String> hosts) {
    return expires() + "; no other covers " + EventText.some(hosts);
  }

  String expiresReplaced() {
    return expires() + "; a later one for the same hosts was issued, so this is told once";
  }

  String appeared() {
    return name() + " appeared: " + end();
  }

  String renewed() {
    return name() + " renewed: now until " + until();
  }

  String became(String before) {
    return name() + " became " + status() + " (was " + EventText.clean(before) + "): " + end();
  }

  String disappeared() {
    return name() + " disappeared from Cloudflare: " + end();
  }

  String resolved(Resolution resolution) {
    return switch (resolution) {
      case RENEWED -> renewed();
      case EXPIRY_CORRECTED -> name() + ": its end was corrected to " + until();
      case SUPERSEDED -> name() + " is superseded: others cover all that it does; it " + end();
      case REMOVED -> name() + " was removed from Cloudflare: it " + end();
      case REVOKED -> name() + " is " + status() + ": no longer watched for its end";
      case NOT_IN_USE -> name() + " is " + status() + " and not in use: it " + end();
      case UNWATCHED -> name() + " is no longer watched by the config: it " + end();
      case RUNGS_CHANGED -> name() + ": the changed config does not warn of this: it " + end();
    };
  }

  private String name() {
    return EventText.name(certificate().name(), certificate().id());
  }

  private String status() {
    return EventText.clean(certificate().status());
  }

  private String until() {
    return certificate().notAfter().map(EventText::at).orElse("no end");
  }

  private String end() {
    return certificate()
        .notAfter()
        .map(end -> EventText.expires(end, now))
        .orElse("has no known end");
  }

  private Certificate certificate() {
    return item.certificate();
  }
}
