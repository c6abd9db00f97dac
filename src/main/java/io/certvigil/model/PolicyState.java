package io.certvigil.model;

/**
 * What is known of the policies of a credential, which decide what its lists contain.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/get/">Details
 *     of a token</a>
 */
public sealed interface PolicyState {
  /**
   * They were read.
   *
   * @param fingerprint equal for equal policies; never empty
   */
  record Known(String fingerprint) implements PolicyState {}

  /** The credential may not read them, or it has none: an e-mail address with an API key. */
  record Unreadable() implements PolicyState {}

  /** The request failed, so they may have changed. */
  record Unavailable() implements PolicyState {}
}
