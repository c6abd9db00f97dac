package io.certvigil.store;

import java.time.Instant;
import java.util.List;

/** Short writes by which commands ask something of a running daemon, seen within a second. */
public final class Requests {
  Requests() {}

  /** Asks for a sweep of everything now; returns the request's id. */
  public long sweep(Instant now) {
    throw new UnsupportedOperationException();
  }

  /** Requests not yet taken, oldest first. */
  public List<Long> open() {
    throw new UnsupportedOperationException();
  }

  /** The daemon has taken it up. */
  public void taken(long id, Instant now) {
    throw new UnsupportedOperationException();
  }

  /** Whether the daemon has finished it. */
  public boolean done(long id) {
    throw new UnsupportedOperationException();
  }

  /** The daemon has finished it, with this summary line. */
  public void finished(long id, String summary, Instant now) {
    throw new UnsupportedOperationException();
  }

  /** Whether a daemon holds this store's lock. */
  public boolean daemonRuns() {
    throw new UnsupportedOperationException();
  }
}
