package io.certvigil.diff;

import java.time.Instant;

/** Whether a certificate is there, as far as complete readings have proved. */
public sealed interface Presence {
  Presence PRESENT = new Present();

  record Present() implements Presence {}

  /** Not in the last complete readings, but too few or too close together to count as absent. */
  record Missing(Instant since) implements Presence {}

  /** Proved absent. It is kept, for it may come back. */
  record Absent(Instant since) implements Presence {}
}
