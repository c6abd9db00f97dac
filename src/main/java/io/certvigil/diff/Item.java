package io.certvigil.diff;

import io.certvigil.model.Certificate;
import java.time.Instant;

/**
 * A certificate as it is known.
 *
 * @param firstSeenAt when a reading first showed it
 * @param lastSeenAt when a reading last showed it
 */
public record Item(
    Certificate certificate, Presence presence, Instant firstSeenAt, Instant lastSeenAt) {
  public boolean present() {
    return presence instanceof Presence.Present;
  }

  public boolean absent() {
    return presence instanceof Presence.Absent;
  }

  Item with(Presence presence) {
    return new Item(certificate, presence, firstSeenAt, lastSeenAt);
  }
}
