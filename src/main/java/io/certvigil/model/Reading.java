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

  /** What it says about renewals. */
  default Findings about() {
    return switch (this) {
      case Complete complete -> complete.findings();
      case Partial partial -> partial.findings();
      case Failed _ -> Findings.NONE;
    };
  }

  /**
   * Every page was valid, and as many distinct ids were read as were announced; without a credible
   * total, the pages were followed to the end of the list. So a missing certificate counts as
   * missing.
   */
  record Complete(Scope scope, List<Certificate> certificates, Findings findings)
      implements Reading {
    public Complete {
      certificates = List.copyOf(certificates);
    }

    public Complete(Scope scope, List<Certificate> certificates) {
      this(scope, certificates, Findings.NONE);
    }
  }

  /**
   * The certificates that were read count; a missing certificate proves nothing.
   *
   * @param expected how many were announced; at least as many as were read
   */
  record Partial(Scope scope, List<Certificate> seen, int expected, Fault fault, Findings findings)
      implements Reading {
    public Partial {
      seen = List.copyOf(seen);
      expected = Math.max(expected, seen.size());
    }

    public Partial(Scope scope, List<Certificate> seen, int expected, Fault fault) {
      this(scope, seen, expected, fault, Findings.NONE);
    }
  }

  /** Proves nothing about which certificates exist. */
  record Failed(Scope scope, Fault fault) implements Reading {}
}
