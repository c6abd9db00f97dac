package io.certvigil.cloudflare.clientcert;

import io.certvigil.model.Fault;

/** The result of reading one certificate. */
public sealed interface LookupResult {
  /** The certificate was read. */
  record Visible(ClientCertificate certificate) implements LookupResult {}

  /** The certificate could not be read, or does not exist in this zone. */
  record Unreadable(Fault fault) implements LookupResult {}
}
