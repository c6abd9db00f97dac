package io.certvigil.cloudflare.clientcert;

import io.certvigil.model.Fault;

/** What became of a request that was to change something, and was sent once at most. */
public sealed interface WriteResult {
  /** It was carried out, and this was the answer. */
  record Done(ClientCertificate certificate) implements WriteResult {}

  /** Its answer was lost; looking afterwards showed that it was carried out. */
  record Recovered(ClientCertificate certificate, Fault requestFault) implements WriteResult {}

  /** Nothing was changed: it was refused, or could not be sent. */
  record Refused(Fault fault) implements WriteResult {}

  /** Its answer was lost; looking afterwards, until now, showed that nothing was changed. */
  record NotDone(Fault requestFault) implements WriteResult {}

  /**
   * Its answer was lost, and nobody could look afterwards.
   *
   * @param blind why not
   */
  record Unknown(Fault requestFault, Fault lookupFault) implements WriteResult {}
}
