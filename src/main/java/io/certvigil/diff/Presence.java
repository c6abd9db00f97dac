package io.certvigil.diff;

import java.time.Instant;

/** Whether a certificate exists at Cloudflare, as far as complete readings have proved it. */
public sealed interface Presence {
  Presence PRESENT = new Present();

  record Present() implements Presence {}

  /**
   * Not in the last complete readings, which were too few or too close together for it to count as
   * absent.
   */
  record Missing(Instant since) implements Presence {}

  /**
   * Not seen any more since the policies of the credential changed: it may still exist, so its
   * absence proves nothing, and its alerts go on.
   */
  record Hidden(Instant since) implements Presence {}

  /** Proved absent. The record is kept because the certificate may come back. */
  record Absent(Instant since) implements Presence {}
}
