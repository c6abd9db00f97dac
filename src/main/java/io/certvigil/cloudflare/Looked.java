package io.certvigil.cloudflare;

import io.certvigil.model.Fault;

/** What came of asking for one certificate. */
public sealed interface Looked {
  /** There it is. */
  record Seen(ClientCertificate certificate) implements Looked {}

  /** It could not be read, or there is no such one in this zone. */
  record Blind(Fault fault) implements Looked {}
}
