package io.certvigil.diff;

import io.certvigil.model.Certificate;
import java.time.Instant;

/**
 * A certificate in its last known state.
 *
 * @param firstSeenAt when it was first in a reading
 * @param lastSeenAt when it was last in a reading
 */
public record KnownCertificate(
    Certificate certificate, Presence presence, Instant firstSeenAt, Instant lastSeenAt) {
  public boolean present() {
    return presence instanceof Presence.Present;
  }

  public boolean absent() {
    return presence instanceof Presence.Absent;
  }

  boolean hidden() {
    return presence instanceof Presence.Hidden;
  }

  KnownCertificate with(Presence presence) {
    return new KnownCertificate(certificate, presence, firstSeenAt, lastSeenAt);
  }
}
