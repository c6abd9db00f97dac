package io.certvigil.cloudflare.clientcert;

import io.certvigil.model.Fault;

/** The outcome of a changing request, which was sent at most once. */
public sealed interface WriteResult {
  /** The change was applied, and this was the response. */
  record Done(ClientCertificate certificate) implements WriteResult {}

  /** The response was lost; reading afterwards showed that the change was applied. */
  record Recovered(ClientCertificate certificate, Fault requestFault) implements WriteResult {}

  /** Nothing was changed: the request was refused, or could not be sent. */
  record Refused(Fault fault) implements WriteResult {}

  /** The response was lost; reading afterwards showed no change so far. */
  record NotDone(Fault requestFault) implements WriteResult {}

  /**
   * The response was lost, and reading afterwards failed too, so the outcome is unknown.
   *
   * @param lookupFault why reading failed
   */
  record Unknown(Fault requestFault, Fault lookupFault) implements WriteResult {}
}
