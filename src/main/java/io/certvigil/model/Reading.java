package io.certvigil.model;

import java.util.List;
import java.util.Optional;

/** The result of one attempt to read a scope, and what it proves. */
public sealed interface Reading {
  Scope scope();

  /** Why it is not complete; empty if it is. */
  default Optional<Fault> failure() {
    return switch (this) {
      case Complete _ -> Optional.empty();
      case Partial partial -> Optional.of(partial.fault());
      case Failed failed -> Optional.of(failed.fault());
    };
  }

  /**
   * Every page was valid, and as many distinct ids were read as were announced; without a credible
   * total, the pages were followed to the end of the list. So a missing certificate counts as
   * missing.
   */
  record Complete(Scope scope, List<Certificate> certificates) implements Reading {
    public Complete {
      certificates = List.copyOf(certificates);
    }
  }

  /**
   * The certificates that were read count; a missing certificate proves nothing.
   *
   * @param expected how many were announced; at least as many as were read
   */
  record Partial(Scope scope, List<Certificate> seen, int expected, Fault fault)
      implements Reading {
    public Partial {
      seen = List.copyOf(seen);
      expected = Math.max(expected, seen.size());
    }
  }

  /** Proves nothing about which certificates exist. */
  record Failed(Scope scope, Fault fault) implements Reading {}
}
