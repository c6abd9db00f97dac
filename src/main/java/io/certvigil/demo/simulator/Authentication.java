package io.certvigil.demo.simulator;

/** Whether a request is authenticated. */
sealed interface Authentication {
  /**
   * The credential is known.
   *
   * @param credential a name for it
   */
  record Granted(String credential) implements Authentication {}

  /** The credential is missing, malformed or unknown. */
  record Refused(ApiResponse response) implements Authentication {}
}
