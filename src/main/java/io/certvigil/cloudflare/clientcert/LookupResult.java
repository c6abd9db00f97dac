package io.certvigil.cloudflare.clientcert;

import io.certvigil.model.Fault;

/** What came of asking for one certificate. */
public sealed interface LookupResult {
  /** There it is. */
  record Visible(ClientCertificate certificate) implements LookupResult {}

  /** It could not be read, or there is no such one in this zone. */
  record Unreadable(Fault fault) implements LookupResult {}
}
