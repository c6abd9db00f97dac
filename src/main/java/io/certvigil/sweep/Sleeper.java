package io.certvigil.sweep;

import java.time.Instant;

/** Waits; injected, so that tests never do. */
public interface Sleeper {
  void until(Instant moment) throws InterruptedException;
}
