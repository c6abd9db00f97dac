package io.certvigil.decade;

import io.certvigil.model.Source;
import java.util.List;

/** The lists of the model and the properties of their certificates. */
enum ListKind {
  CLIENT(Source.CLIENT_CERTIFICATES, false, false),
  CUSTOM(Source.CUSTOM_CERTIFICATES, false, true),
  PACKS(Source.CERTIFICATE_PACKS, true, true),
  HOSTNAMES(Source.CUSTOM_HOSTNAMES, true, true),
  ORIGIN(Source.ORIGIN_CA, false, false),
  TOKENS(Source.SERVICE_TOKENS, false, true),
  ACCESS(Source.ACCESS_CERTIFICATES, false, true);

  private final Source source;
  private final boolean managed;
  private final boolean renewsInPlace;

  ListKind(Source source, boolean managed, boolean inPlace) {
    this.source = source;
    this.managed = managed;
    this.renewsInPlace = inPlace;
  }

  Source source() {
    return source;
  }

  boolean managed() {
    return managed;
  }

  /** Whether a renewal usually keeps the id. */
  boolean renewsInPlace() {
    return renewsInPlace;
  }

  /** Lifetimes in days. */
  List<Integer> lifetimes() {
    return switch (this) {
      case CLIENT -> List.of(90, 365, 365, 3650);
      case CUSTOM -> List.of(90, 90, 365);
      case PACKS -> List.of(14, 90, 90, 90, 365);
      case HOSTNAMES -> List.of(90);
      case ORIGIN -> List.of(90, 365, 1000);
      case TOKENS -> List.of(365);
      case ACCESS -> List.of(6, 14, 30, 47, 90, 365);
    };
  }

  /** Whether these certificates have no status. */
  boolean hasNoStatus() {
    return this == TOKENS || this == ORIGIN;
  }

  /** Whether a certificate is superseded by others that cover all its hosts and expire later. */
  boolean supersedesByHosts() {
    return this == CUSTOM || this == PACKS || this == HOSTNAMES;
  }
}
