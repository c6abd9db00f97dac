package io.certvigil.diff;

import io.certvigil.model.Certificate;
import java.time.Instant;

/**
 * A certificate as it is known.
 *
 * @param firstSeenAt when a reading first showed it
 * @param lastSeenAt when a reading last showed it
 */
public record KnownCertificate(
    Certificate certificate, Presence presence, Instant firstSeenAt, Instant lastSeenAt) {
  public boolean present() {
    return presence instanceof Presence.Present;
  }

  public boolean absent() {
    return presence instanceof Presence.Absent;
  }

  KnownCertificate with(Presence presence) {
    return new KnownCertificate(certificate, presence, firstSeenAt, lastSeenAt);
  }
}
