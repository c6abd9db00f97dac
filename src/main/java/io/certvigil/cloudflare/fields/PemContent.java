package io.certvigil.cloudflare.fields;

/** What a PEM with several certificates is, and so which of them break something at their end. */
enum PemContent {
  /**
   * A certificate with the certificates of its issuers. The root breaks nothing, because whoever
   * verifies the chain has its own copy.
   */
  LEAF_WITH_CHAIN,
  /** Certificates that are trusted, each of which breaks something. */
  TRUST_ANCHORS
}
