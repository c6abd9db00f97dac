package io.certvigil.decade;

import io.certvigil.model.Source;
import java.util.List;

/** The lists of the model, and how their certificates live. */
enum Kind {
  CLIENT(Source.CLIENT_CERTIFICATES, false, false, List.of(90, 365, 365, 3650)),
  CUSTOM(Source.CUSTOM_CERTIFICATES, false, true, List.of(90, 90, 365)),
  PACKS(Source.CERTIFICATE_PACKS, true, true, List.of(14, 90, 90, 90, 365)),
  HOSTNAMES(Source.CUSTOM_HOSTNAMES, true, true, List.of(90)),
  ORIGIN(Source.ORIGIN_CA, false, false, List.of(90, 365, 1000)),
  TOKENS(Source.SERVICE_TOKENS, false, true, List.of(365)),
  ACCESS(Source.ACCESS_CERTIFICATES, false, true, List.of(6, 14, 30, 47, 90, 365));

  private final Source source;
  private final boolean managed;
  private final boolean inPlace;
  private final List<Integer> lives;

  Kind(Source source, boolean managed, boolean inPlace, List<Integer> lives) {
    this.source = source;
    this.managed = managed;
    this.inPlace = inPlace;
    this.lives = lives;
  }

  Source source() {
    return source;
  }

  boolean managed() {
    return managed;
  }

  /** Whether a renewal mostly keeps the id. */
  boolean inPlace() {
    return inPlace;
  }

  /** Lifetimes in days. */
  List<Integer> lives() {
    return lives;
  }

  /** Whether these have no status. */
  boolean silent() {
    return this == TOKENS || this == ORIGIN;
  }

  /** Whether others that cover all hosts and end later make one needless. */
  boolean superseded() {
    return this == CUSTOM || this == PACKS || this == HOSTNAMES;
  }
}
