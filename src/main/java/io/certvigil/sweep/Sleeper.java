package io.certvigil.sweep;

import java.time.Instant;

/** Waits until a moment; an interface so that tests need not wait. */
public interface Sleeper {
  void until(Instant moment) throws InterruptedException;
}
