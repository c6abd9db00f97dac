package io.certvigil.model;

import java.util.List;

/** One attempt to read a scope, and what it proves. */
public sealed interface Reading {
  Scope scope();

  /** Every page was good and as many distinct ids came as were announced: absence counts too. */
  record Complete(Scope scope, List<Certificate> certificates) implements Reading {
    public Complete {
      certificates = List.copyOf(certificates);
    }
  }

  /**
   * What was seen counts, what is missing proves nothing.
   *
   * @param expected how many were announced; at least as many as were seen
   */
  record Partial(Scope scope, List<Certificate> seen, int expected, Fault fault)
      implements Reading {
    public Partial {
      seen = List.copyOf(seen);
      expected = Math.max(expected, seen.size());
    }
  }

  /** Says nothing about what exists. */
  record Failed(Scope scope, Fault fault) implements Reading {}
}
